"""Which rows of an export are new to a tab, which came in before, and which the source has changed since."""

import re
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sheetkit.core.dates import iso
from sheetkit.core.problem import Problem
from sheetkit.core.values import CellValue, is_blank
from sheetkit.records.ledger import TableRows
from sheetkit.records.mapping.convert import DATES, Converted, shown
from sheetkit.records.mapping.model import SourceMapping
from sheetkit.records.mapping.source import Source
from sheetkit.template.model import Column, Tab

_KEPT = re.compile(r"(?P<id>.*?)(?: #(?P<copy>\d+))?(?: \[(?P<mark>[0-9a-f]{8})\])?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class RowId:
    """One row of a source: its own id, which of several identical ids it is, and a mark of all its values.

    Written as `C542413 / 21876 #2 [5f0c2a91]`; the mark tells whether the source has changed the row since.
    """

    text: str
    copy: int
    mark: str = ""

    def __str__(self) -> str:
        copy = f" #{self.copy}" if self.copy > 1 else ""
        return f"{self.text}{copy} [{self.mark}]"


@dataclass(frozen=True, slots=True)
class Incoming:
    """What an import brings: `table` is the tab's table with the new rows below, `added` and `already_there` count.

    `ids` are what the new rows have in the tab's `import_key` column.
    """

    table: TableRows
    added: int
    already_there: int
    problems: tuple[Problem, ...] = ()
    ids: frozenset[str] = frozenset()


def incoming(source: Source, mapping: SourceMapping, converted: Converted, tab: Tab, table: TableRows) -> Incoming:
    """The table with the rows of the source that it did not have.

    The ids stand in the tab's `import_key` column. Rows that are there stay as they are; where the source has changed
    one of their values since, a warning says so.
    """
    ids = row_ids(source, mapping.row_id, converted.rows)
    there = _there(table.columns.get(tab.import_key, ()))
    taken = _paired(ids, there)
    new = [index for index, pair in enumerate(taken) if pair is None]
    problems = _repeated(source, converted.rows, ids, new)
    for index, pair in enumerate(taken):
        if pair is not None and pair[1].mark and pair[1].mark != ids[index].mark:
            where = f"Line {source.lines[converted.rows[index]]} of {source.name}"
            now = {name: values[index] for name, values in converted.columns.items()}
            problems.extend(_changes(where, now, tab, table, pair[0]))
    brought = frozenset(str(ids[index]) for index in new)
    extended = _extended(table, tab, converted, ids, new)
    return Incoming(extended, len(new), len(ids) - len(new), tuple(problems), brought)


def _repeated(source: Source, rows: Sequence[int], ids: Sequence[RowId], new: Sequence[int]) -> list[Problem]:
    """A warning for each new row that says all that an earlier one of the source says."""
    first: dict[tuple[str, str], int] = {}
    for index, one in enumerate(ids):
        first.setdefault((one.text.casefold(), one.mark), source.lines[rows[index]])
    lines = {index: source.lines[rows[index]] for index in new}
    return [
        Problem(
            code="import-repeated",
            tab=source.name,
            cell=f"line {line}",
            severity="warning",
            message=f"It says the same as line {earlier}, and each of them became a row.",
            hint="If it is said twice by mistake, delete the line there and one of the two rows in the workbook.",
        )
        for index, line in lines.items()
        if (earlier := first[ids[index].text.casefold(), ids[index].mark]) != line
    ]


def row_ids(source: Source, headers: Sequence[str], rows: Sequence[int]) -> list[RowId]:
    """The ids of the rows, numbered where several are alike."""
    seen: Counter[str] = Counter()
    ids = []
    for row in rows:
        text = " / ".join(shown(source.columns[header][row]) for header in headers)
        folded = text.casefold()
        seen[folded] += 1
        whole = "\x1f".join(shown(column[row]) for column in source.columns.values())
        ids.append(RowId(text, seen[folded], sha256(whole.encode("utf-8", "replace")).hexdigest()[:8]))
    return ids


def _there(kept: Sequence[CellValue]) -> dict[str, list[tuple[int, RowId]]]:
    """The rows of the table that came from a source, by their own id without regard to case."""
    there: dict[str, list[tuple[int, RowId]]] = defaultdict(list)
    for row, value in enumerate(kept):
        if is_blank(value) or not (match := _KEPT.fullmatch(shown(value))):
            continue
        there[match["id"].casefold()].append((row, RowId(match["id"], int(match["copy"] or 1), match["mark"] or "")))
    return there


def _paired(ids: Sequence[RowId], there: Mapping[str, list[tuple[int, RowId]]]) -> list[tuple[int, RowId] | None]:
    """For each row of the source the row of the table that is it: one of equal values first, then one of equal id."""
    pairs: list[tuple[int, RowId] | None] = [None] * len(ids)
    wanted: dict[str, list[int]] = defaultdict(list)
    for index, one in enumerate(ids):
        wanted[one.text.casefold()].append(index)
    for text, indexes in wanted.items():
        left = dict(there.get(text, ()))
        for trait in _TRAITS:
            free: dict[str | int, deque[int]] = defaultdict(deque)
            for row, other in left.items():
                free[trait(other)].append(row)
            for index in indexes:
                if pairs[index] is None and (queue := free.get(trait(ids[index]))):
                    row = queue.popleft()
                    pairs[index] = (row, left.pop(row))
    return pairs


_TRAITS: tuple[Callable[[RowId], str | int], ...] = (lambda one: one.mark, lambda one: one.copy, lambda _: 0)


def _changes(there: str, values: Mapping[str, CellValue], tab: Tab, table: TableRows, row: int) -> list[Problem]:
    """A warning for each column in which a changed row of the source says something else than the workbook."""
    columns = {column.name: column for column in tab.columns}
    key = shown(table.columns[tab.key][row]) if tab.key in table.columns else ""
    problems = []
    for name, now in values.items():
        kept = table.columns.get(name, [None] * table.height)[row]
        if is_blank(now) or _equal(now, kept) or _equal(now, table.understood.get((name, row))):
            continue
        new, here = _written(columns[name], now), _written(columns[name], kept)
        problems.append(
            Problem(
                code="import-changed",
                tab=tab.name,
                key=key,
                column=name,
                severity="warning",
                message=f"{there} now says {new}; the workbook says {here or 'nothing'}.",
                hint="The workbook was left as it is. Type the new value if it is right.",
            )
        )
    return problems


def _equal(one: CellValue, other: CellValue) -> bool:
    return shown(one).casefold() == shown(other).casefold()


def _written(column: Column, value: CellValue) -> str:
    if column.type in DATES and isinstance(value, int | float):
        return iso(value)
    return shown(value)


def _extended(table: TableRows, tab: Tab, converted: Converted, ids: Sequence[RowId], new: Sequence[int]) -> TableRows:
    """The table with new rows below: mapped columns, defaults for the other columns that people fill, and the ids."""
    columns: dict[str, list[CellValue]] = {}
    defaults = {column.name: column.default for column in tab.columns if column.formula is None and not column.stamp}
    for name, present in table.columns.items():
        added: list[CellValue]
        if name == tab.import_key:
            added = [str(ids[index]) for index in new]
        elif name in converted.columns:
            added = [converted.columns[name][index] for index in new]
        else:
            added = [defaults.get(name)] * len(new)
        columns[name] = [*present, *added]
    return TableRows(table.name, columns, [*table.sheet_rows, *[-1] * len(new)], table.understood, table.broken)
