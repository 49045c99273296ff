"""What is wrong with rows as a whole: blanks, keys, references and the order of dates."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sheetkit.core.codes import CODES
from sheetkit.core.dates import iso
from sheetkit.core.problem import Problem
from sheetkit.core.values import CellValue, is_blank
from sheetkit.records.findings import as_text, written
from sheetkit.records.ledger import TableRows
from sheetkit.records.nearest import Nearest
from sheetkit.records.place import Parsed, Place
from sheetkit.template.model import Column, Tab
from sheetkit.template.resolve import (
    column_of,
    columns_owned,
    owner_of,
    required_columns,
    tab_of,
    table_name,
    table_tabs,
)
from sheetkit.workbook.a1 import address


def check(parsed: Parsed) -> tuple[Problem, ...]:
    """Every problem of whole rows, table by table. A blank key is none: `update` fills it."""
    unread = {(p.tab, p.cell) for p in parsed.ledger.problems if p.code == "no-cached-value"}
    found: list[Problem] = []
    for tab in table_tabs(parsed.ledger.template):
        place = parsed.places.get(table_name(tab))
        if place:
            check_table = _Table(parsed, tab, place)
            found += (p for p in check_table.required() if (p.tab, p.cell) not in unread)
            found += check_table.unique()
            found += check_table.references()
            found += check_table.order()
    return tuple(found)


@dataclass
class _Table:
    """One table under check."""

    parsed: Parsed
    tab: Tab
    place: Place

    def __post_init__(self) -> None:
        self.rows: TableRows = self.parsed.ledger.tables[self.place.table]
        changed = {name for name, _ in self.rows.understood}
        self._typed = {
            name: self.rows.typed(name) if name in changed else values for name, values in self.rows.columns.items()
        }

    def required(self) -> Iterator[Problem]:
        """A required cell is blank in a row that holds something."""
        # A key that no pattern makes is for people to type.
        keys = () if self.tab.id else columns_owned(self.tab, "key")
        for column in (*keys, *required_columns(self.tab)):
            if column.name not in self.place.columns:
                continue
            values = self._typed[column.name]
            for row, value in enumerate(values):
                if value is None or (value.__class__ is str and is_blank(value)):
                    message = f"{column.name} is blank, and every row of {self.tab.name} needs it."
                    yield self._problem("required", column, row, message, "Fill it in, or clear the whole row.")

    def unique(self) -> Iterator[Problem]:
        """A key or a unique value stands in more than one row."""
        for column in self.tab.columns:
            is_key = owner_of(self.tab, column) == "key"
            if not (is_key or column.unique) or column.name not in self.place.columns:
                continue
            first: dict[str, int] = {}
            for row, text in enumerate(_texts(self._typed[column.name])):
                earlier = first.setdefault(text, row)
                if not text or earlier == row:
                    continue
                value = written(self._typed[column.name][row])
                message = f"{column.name} {value} already stands in {self._row(earlier)}."
                code = "duplicate-key" if is_key else "duplicate-value"
                hint = _CLEAR if is_key and self.tab.id else _TWICE
                yield self._problem(code, column, row, message, hint)

    def references(self) -> Iterator[Problem]:
        """A value that must be a key of another table is not."""
        for column in self.tab.columns:
            if not column.refers_to or column.name not in self.place.columns:
                continue
            other = tab_of(self.parsed.ledger.template, column.refers_to)
            target = self.parsed.places.get(table_name(other))
            if not target or other.key not in target.columns:
                continue
            keys = self.parsed.ledger.tables[target.table].typed(other.key)
            known = set(_texts(keys))
            texts = _texts(self._typed[column.name])
            if known.issuperset(set(texts) - {""}):
                continue
            nearest = Nearest(as_text(key) for key in keys if not is_blank(key))
            for row, text in enumerate(texts):
                if text and text not in known:
                    value = self._typed[column.name][row]
                    near = nearest.to(as_text(value))
                    if other.id and _digits(near) != _digits(text):  # the key with the next number is another row
                        near = ""
                    message = f"{column.name} is {written(value)}, and no row of {other.name} has that {other.key}."
                    hint = f"Did you mean {near}?" if near else f"Correct it, or add the row to {other.name} first."
                    yield self._problem("unknown-reference", column, row, message, hint)

    def order(self) -> Iterator[Problem]:
        """A later step is dated before an earlier one; where one has no time of day, days are compared."""
        for names in self.tab.order:
            columns = [column_of(self.tab, name) for name in names]
            before: list[tuple[float, str] | None] = [None] * self.rows.height
            for column in columns:
                for row, value in enumerate(self._typed[column.name]):
                    if not isinstance(value, float):
                        continue
                    earlier = before[row]
                    if earlier is None or not _is_before(value, earlier[0]):
                        before[row] = (value, column.name)
                        continue
                    message = f"{column.name} is {iso(value)}, before {earlier[1]} on {iso(earlier[0])}."
                    hint = "Correct whichever of the two dates is wrong."
                    yield self._problem("dates-out-of-order", column, row, message, hint)

    def _row(self, row: int) -> str:
        at = self.rows.sheet_rows[row]
        return f"row {at + 1}" if at >= 0 else "a new row"

    def _problem(self, code: str, column: Column, row: int, message: str, hint: str) -> Problem:
        at, key = self.place.columns.get(column.name), columns_owned(self.tab, "key")
        sheet_row = self.rows.sheet_rows[row]
        return Problem(
            code=code,
            message=message,
            hint=hint,
            tab=self.place.sheet,
            cell=address(sheet_row, at) if at is not None and sheet_row >= 0 else "",
            key=as_text(self._typed[key[0].name][row]) if key else "",
            column=column.name,
            severity=CODES[code].severity,
        )


_CLEAR = "Clear it in the newer row; `update` gives that row a key of its own."
_TWICE = "Correct one of the two rows, or remove it if it was entered twice."


def _texts(values: Sequence[CellValue]) -> list[str]:
    """The values as a lookup in the sheet compares them: folded, numbers by their text."""
    return [v.strip().casefold() if v.__class__ is str else as_text(v).casefold() for v in values]


def _digits(key: str) -> str:
    return "".join(character for character in key if character.isdigit())


def _is_before(value: float, earlier: float) -> bool:
    if value.is_integer() or earlier.is_integer():
        return int(value) < int(earlier)
    return value < earlier
