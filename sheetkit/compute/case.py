"""The handling summary of one row: its fields by kind, dates in order, rows around it, what is due and wrong."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, TypeAlias

from sheetkit.compute.case_key import Found
from sheetkit.compute.case_rows import DATES, entry, referring, related, shown_columns, sources
from sheetkit.compute.casefile import Case, Entry, Raised
from sheetkit.compute.due import open_dates
from sheetkit.compute.figures import Due
from sheetkit.compute.privacy import is_private, private_columns
from sheetkit.compute.store import Store
from sheetkit.compute.truth import true_rows
from sheetkit.core.dates import to_serial
from sheetkit.core.problem import Problem
from sheetkit.core.values import is_blank
from sheetkit.records.keys import key_text
from sheetkit.records.ledger import Ledger
from sheetkit.records.place import Parsed
from sheetkit.template.model import ColumnType, Setting
from sheetkit.template.resolve import table_name
from sheetkit.workbook.a1 import parse_address

Entries: TypeAlias = tuple[Entry, ...]

_NAMING: Final[frozenset[ColumnType]] = frozenset({"text", "long text", "email", "link"})
_NARROW: Final[frozenset[ColumnType]] = frozenset({"integer", "number", "percent", "days"})


def case(parsed: Parsed, found: Found, as_of: date, problems: Sequence[Problem], *, share: bool = False) -> Case:
    """The summary of a row as of a day. The ledger must be recomputed; `problems` are those of the whole workbook.

    With `share` it holds nothing that is private or computed from it, and none of the working notes: what is due, flags
    and problems, which quote cells.
    """
    ledger, tab = parsed.ledger, found.tab
    private = private_columns(ledger.template)
    columns = [c for c in shown_columns(tab, private, share=share) if c.name != tab.key]
    cells = (entry(ledger, tab, found.row, c, private=is_private(private, tab, c)) for c in columns)
    filled = [cell for cell in cells if not is_blank(cell.value)]
    return Case(
        title=ledger.template.title,
        tab=tab.name,
        key_column=tab.key,
        key=found.key,
        as_of=as_of.isoformat(),
        today=to_serial(as_of),
        shared=share,
        head=tuple(_head(ledger)),
        **_sections(filled),
        sources=sources(ledger, found, private, share=share),
        related=related(ledger, found, private, share=share),
        due=() if share else _due(ledger, found, as_of),
        flags=() if share else _flags(ledger, found),
        problems=() if share else _problems(parsed, found, problems),
    )


def _head(ledger: Ledger) -> Iterable[Entry]:
    """The settings that name whose workbook it is: texts that are neither a choice nor the main currency."""

    def names(setting: Setting) -> bool:
        return setting.type in _NAMING and not setting.choices and setting.name != "Currency"

    for setting in filter(names, ledger.template.settings):
        value = ledger.names.get(setting.name)
        if not is_blank(value):
            yield Entry(setting.label or setting.name, setting.type, value, help=setting.help)


def _sections(cells: Sequence[Entry]) -> dict[str, Entries]:
    """The filled cells by kind, each once, in the order of the columns; dates in their own order."""
    parts: dict[str, list[Entry]] = {"facts": [], "dates": [], "money": [], "figures": [], "texts": []}
    for cell in cells:
        parts[_section(cell)].append(cell)
    parts["dates"].sort(key=lambda cell: cell.value if isinstance(cell.value, int | float) else 0.0)
    return {name: tuple(entries) for name, entries in parts.items()}


def _section(cell: Entry) -> str:
    number = isinstance(cell.value, int | float) and not isinstance(cell.value, bool)
    if cell.type in DATES and number:
        return "dates"
    if cell.type == "money" and number:
        return "money"
    if cell.type == "long text":
        return "texts"
    return "figures" if cell.computed and cell.type in _NARROW else "facts"


def _due(ledger: Ledger, found: Found, as_of: date) -> tuple[Due, ...]:
    """The open dates of the case and of the rows that refer to it, whatever their tier."""
    rows = {(found.tab.name, found.key)}
    for tab, _, numbers in referring(ledger, found):
        if tab.key:
            keys = ledger.tables[table_name(tab)].columns[tab.key]
            rows |= {(tab.name, key_text(keys[row])) for row in numbers}
    return tuple(date.due for date in open_dates(ledger, to_serial(as_of)) if (date.due.tab, date.due.key) in rows)


def _flags(ledger: Ledger, found: Found) -> tuple[Raised, ...]:
    store, table = Store(ledger), ledger.tables[table_name(found.tab)]
    return tuple(
        Raised(flag.name, flag.colour, flag.says, flag.columns)
        for flag in found.tab.flags
        if found.row in true_rows(flag.when, store, table.name, table.height)
    )


def _problems(parsed: Parsed, found: Found, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """The problems in the row's cells, and those that only name its key."""
    place = parsed.places.get(table_name(found.tab))
    at = parsed.ledger.tables[table_name(found.tab)].sheet_rows[found.row]

    def here(problem: Problem) -> bool:
        if not place or problem.tab != place.sheet:
            return False
        try:
            return parse_address(problem.cell.partition(":")[0])[0] == at
        except ValueError:
            return problem.key.casefold() == found.key.casefold()

    return tuple(problem for problem in problems if here(problem))
