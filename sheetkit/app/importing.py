"""Import: rows that another program exported, brought into a tab of a workbook, each of them once."""

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Final, get_args

from sheetkit.app.exports import read_source
from sheetkit.app.newfile import new_file
from sheetkit.app.places import Book, backend_of, beside, refuse_open
from sheetkit.app.results import Imported
from sheetkit.app.trail import Trail, trail_of
from sheetkit.app.updating import save
from sheetkit.app.workbook import Opened, open_workbook
from sheetkit.core.dates import DateOrder
from sheetkit.core.errors import PackageRefused, SheetkitError
from sheetkit.core.problem import Problem
from sheetkit.core.values import CellValue
from sheetkit.records.ledger import Ledger
from sheetkit.records.mapping.convert import convert
from sheetkit.records.mapping.file import from_text, to_text
from sheetkit.records.mapping.fit import misfits
from sheetkit.records.mapping.match import incoming
from sheetkit.records.mapping.model import ColumnFrom, MappingInvalid, SourceMapping
from sheetkit.records.mapping.propose import propose
from sheetkit.records.mapping.source import Source
from sheetkit.template.finding import advice
from sheetkit.template.model import Tab, Template
from sheetkit.template.resolve import table_name, table_tabs
from sheetkit.workbook.a1 import parse_address
from sheetkit.workbook.backend import Backend

_LARGEST_MAPPING: Final = 1_000_000
_WORKBOOKS: Final = (".xlsx", ".xlsm")


@dataclass(frozen=True, slots=True)
class _Plan:
    """A mapping that fits its source and its tab, the file that keeps it, and, where it is new, what that says."""

    source: Path
    mapping: SourceMapping
    file: Path
    text: str


def import_rows(
    book: Book,
    source: str | os.PathLike[str],
    *,
    tab: str,
    as_of: date | datetime,
    mapping: str | os.PathLike[str] | None = None,
    dry_run: bool = False,
    by: tuple[str, str] | None = None,
    state: Path | None = None,
) -> Imported:
    """Bring the rows of a CSV or XLSX file into the tab of a workbook, then update the workbook as `update` does.

    The mapping of columns is read from the file `mapping`, or from `cases.Cases.mapping.yaml` beside `cases.xlsx`;
    where there is none it is proposed and, without `dry_run`, written there. Rows that came in before (by their id in
    the source) are not added again, nor changed. Raises MappingInvalid when the mapping does not fit, what reading and
    writing raise, and SheetkitError for a tab that cannot be imported into. With `dry_run` it is done to a copy, which
    is thrown away.
    `by` and `state` are for the audit log, as with `update`.
    """
    backend = backend_of(book)
    with backend.exclusive():
        opened = _opened(backend, Path(source))
        if not dry_run:
            refuse_open(backend)
        target = _tab(opened.template, tab)
        kept = Path(mapping) if mapping else None
        plan, rows = _plan(opened, target, Path(source), kept, dry_run=dry_run)
        _expect_columns(opened, target, plan.mapping)
        if not dry_run:
            return _bring(opened, target, plan, rows, as_of, trail_of(by, state))
        with backend.rehearsal() as copy:
            done = _bring(open_workbook(copy), target, plan, rows, as_of, None)
        return replace(done, path=backend.label, dry_run=True)


def _bring(
    opened: Opened, tab: Tab, plan: _Plan, rows: Source, as_of: date | datetime, trail: Trail | None
) -> Imported:
    """Add the rows that are new, and update the workbook."""
    ledger = opened.parsed.ledger
    converted = convert(rows, plan.mapping, tab, _choices(tab, ledger), _date_order(ledger))
    brought = incoming(rows, plan.mapping, converted, tab, ledger.tables[table_name(tab)])
    what = ("import", f"{plan.source.name} to {opened.backend.name}")
    done = save(opened, ledger.with_table(brought.table), as_of=as_of, trail=trail, what=what)
    new: frozenset[tuple[str, int]] = frozenset()
    if brought.added:
        # Read the new rows as if people had typed them, so that what is wrong in them is found and stands in Check. The
        # backup stays what the workbook was before the import.
        again = open_workbook(opened.backend)
        done = save(again, again.parsed.ledger, as_of=as_of, backup=False, trail=trail)
        new = _places(again, tab, brought.ids)
    own = [*converted.problems, *brought.problems, *(p for p in done.problems if _place(p) in new)]
    return Imported(
        path=opened.backend.label,
        source=str(plan.source),
        tab=tab.name,
        read=len(rows.lines) + len(rows.problems),
        added=brought.added,
        already_there=brought.already_there,
        left_out=converted.skipped + len(rows.problems),
        mapping=str(plan.file),
        proposed=bool(plan.text),
        mapping_text=plan.text,
        columns={name: described(column) for name, column in plan.mapping.columns.items()},
        problems=(*own, *(problem for problem in done.problems if _place(problem) not in new)),
        own=len(own),
    )


def _places(opened: Opened, tab: Tab, ids: frozenset[str]) -> frozenset[tuple[str, int]]:
    """The sheet and the row of each record that was imported under one of the ids."""
    name = table_name(tab)
    rows, sheet = opened.parsed.ledger.tables[name], opened.parsed.places[name].sheet
    kept = zip(rows.columns[tab.import_key], rows.sheet_rows, strict=True)
    return frozenset((sheet, row) for value, row in kept if value in ids)


def _place(problem: Problem) -> tuple[str, int]:
    """The sheet and the row of a problem; -1 for one that is in no cell."""
    try:
        return problem.tab, parse_address(problem.cell.partition(":")[0])[0]
    except ValueError:
        return problem.tab, -1


def _opened(backend: Backend, source: Path) -> Opened:
    """The workbook. Raises SheetkitError where the export was named in its place, and what reading raises."""
    try:
        return open_workbook(backend)
    except PackageRefused:
        if source.suffix.lower() not in _WORKBOOKS or not source.is_file():
            raise
        hint = f"The workbook comes first, then the export: sheetkit import {source} {backend.label}"
        raise SheetkitError("This is not a workbook.", path=backend.label, hint=hint) from None


def described(column: ColumnFrom) -> str:
    """Where the values of a column come from, in words."""
    sources = {"copy": ", ", "product": " x ", "join": " + "}
    text = f"always {column.constant}" if column.how == "constant" else sources[column.how].join(column.headers)
    notes = [word for word in ("whole", "absolute", "negate") if getattr(column, word)]
    notes = [
        {"whole": "as whole numbers", "absolute": "without minus", "negate": "sign turned"}[note] for note in notes
    ]
    return f"{text} ({', '.join(notes)})" if notes else text


def _tab(template: Template, name: str) -> Tab:
    """The tab of that name, in any case, that keeps the ids of imported rows."""
    tabs = {tab.name.casefold(): tab for tab in table_tabs(template)}
    found = tabs.get(name.strip().casefold())
    if found is None:
        hint = advice(name, [tab.name for tab in tabs.values()])
        raise SheetkitError(f"The workbook has no tab named {name!r} that holds rows.", hint=hint)
    if not found.import_key:
        able = [tab.name for tab in tabs.values() if tab.import_key]
        hint = f"Tabs with one: {', '.join(able)}." if able else "Name one in the template with import_key."
        raise SheetkitError(
            f"The tab {found.name} has no column that keeps the ids of imported rows, so rows could come in twice.",
            hint=hint,
        )
    return found


def _expect_columns(opened: Opened, tab: Tab, mapping: SourceMapping) -> None:
    """Raise SheetkitError unless the workbook still has every column that rows come into."""
    place = opened.parsed.places.get(table_name(tab))
    path = opened.backend.label
    if place is None:
        message = f"The tab {tab.name} is not in the workbook any more, so nothing was imported into it."
        raise SheetkitError(message, path=path, hint="Bring it back, then import again: `sheetkit check` says how.")
    gone = [name for name in dict.fromkeys((tab.key, *mapping.columns, tab.import_key)) if name not in place.columns]
    if gone:
        which = f"column {gone[0]}" if len(gone) == 1 else f"columns {', '.join(gone)}"
        message = f"{tab.name} has no {which} any more, so what belongs there would be lost."
        hint = "Restore the header, then import again: `sheetkit check` says which it may be now. Nothing was changed."
        raise SheetkitError(message, path=path, hint=hint)


def _plan(opened: Opened, tab: Tab, file: Path, kept: Path | None, *, dry_run: bool) -> tuple[_Plan, Source]:
    """The mapping and the rows it was made for; without `dry_run` a new one is written before anything is imported.

    Raises MappingInvalid with everything in which the mapping does not fit.
    """
    choices = _choices(tab, opened.parsed.ledger)
    words = re.sub(r"[^\w-]+", "-", tab.name).strip("-")
    kept = kept or beside(opened.backend, f".{words}.mapping.yaml")
    proposed, text = not kept.exists(), ""
    if proposed:
        source = read_source(file)
        proposal = propose(source, tab, has_choices=choices, constants=_constants(opened))
        mapping = proposal.mapping
        text = to_text(mapping, source.name, proposal.missing, proposal.unused)
        if not dry_run:
            with new_file(kept) as stream:
                stream.write(text)
    else:
        mapping = _kept(kept)
        source = read_source(file, mapping.sheet)
    if problems := misfits(mapping, tab, source, choices, kept.name):
        raise _unfit(_Plan(file, mapping, kept, text), problems, dry_run=dry_run)
    return _Plan(file, mapping, kept, text), source


def _unfit(plan: _Plan, problems: Sequence[Problem], *, dry_run: bool) -> MappingInvalid:
    """What to say of a mapping that does not fit, by whether sheetkit made it just now, or would have."""
    path = str(plan.file)
    if not plan.text:
        return MappingInvalid("The mapping does not fit.", path=path, problems=problems)
    found = ", ".join(f"{name} from {described(origin)}" for name, origin in plan.mapping.columns.items())
    matched = f"By their headers these columns were matched: {found or 'none'}."
    if dry_run:
        hint = "Without --dry-run the import writes this file and stops; then say the rest in it, and import again."
        return MappingInvalid(f"{matched} That does not fit yet.", path=path, hint=hint, problems=problems)
    hint = "Say the rest in the file, then import again. The workbook was not changed."
    message = f"sheetkit made this file. {matched} That does not fit yet."
    return MappingInvalid(message, path=path, hint=hint, problems=problems)


def _kept(file: Path) -> SourceMapping:
    """The mapping that a file keeps."""
    if not (file.is_file() or file.is_dir()):  # a device or a pipe need never end
        raise MappingInvalid("This is not an ordinary file.", path=str(file))
    with file.open("rb") as stream:
        data = stream.read(_LARGEST_MAPPING + 1)
    if len(data) > _LARGEST_MAPPING:
        raise MappingInvalid("The file is too large to be a mapping.", path=str(file))
    try:
        return from_text(data.decode("utf-8-sig"), file.name)
    except UnicodeDecodeError:
        raise MappingInvalid("The file is not UTF-8 text.", path=str(file)) from None


def _choices(tab: Tab, ledger: Ledger) -> dict[str, Sequence[CellValue]]:
    """What each column with a list may hold: entries of the workbook's list, or the template's own choices."""
    found: dict[str, Sequence[CellValue]] = {}
    for column in tab.columns:
        entries = ledger.lists.get(column.choices, ()) if isinstance(column.choices, str) else column.choices
        if kept := [entry for entry in entries if entry not in (None, "")]:
            found[column.name] = kept
    return found


def _constants(opened: Opened) -> Mapping[str, CellValue]:
    """The values of the workbook's settings, by the name a column of the same meaning has."""
    names = opened.parsed.ledger.names
    return {setting.name.replace("_", " "): names.get(setting.name) for setting in opened.template.settings}


def _date_order(ledger: Ledger) -> DateOrder | None:
    """How the workbook itself says that dates are written."""
    value = ledger.names.get("Date_Order")
    return next((order for order in get_args(DateOrder) if order == value), None)
