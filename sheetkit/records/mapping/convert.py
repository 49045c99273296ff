"""What the values of an export mean in the columns of a tab: typed cells, and a problem for each that is not clear."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from fnmatch import fnmatchcase
from functools import lru_cache
from math import prod
from typing import Final

from sheetkit.core.dates import FIRST_SAFE_SERIAL, AmbiguousDate, DateOrder, parse_text, to_serial
from sheetkit.core.problem import Problem
from sheetkit.core.values import CellError, CellValue, is_blank
from sheetkit.records.mapping.model import ColumnFrom, NumberStyle, SourceMapping
from sheetkit.records.mapping.numbers import Ambiguous, parse
from sheetkit.records.mapping.source import Source
from sheetkit.template.model import Column, Tab

LONGEST_TEXT: Final = 32_767
"""Characters in a cell (ECMA-376, Excel specifications and limits)."""
NUMBERS: Final = frozenset({"integer", "number", "money", "percent", "days"})
DATES: Final = frozenset({"date", "datetime"})

_DIGITS: Final = 15
"""Digits of a number that a spreadsheet keeps; a fraction only gets less exact, an id or a sum becomes another."""
_KEPT = "It was kept as text; mend the cell."
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_WHOLE = re.compile(r"(-?\d+)\.0+")
_COMPARISON = re.compile(r"(<>|<=|>=|<|>)\s*(.*)")
_YES = frozenset({"yes", "y", "true", "1", "ja", "oui", "si", "sí", "x", "✓"})
_NO = frozenset({"no", "n", "false", "0", "nein", "non", "-"})


@dataclass(frozen=True, slots=True)
class Converted:
    """The rows of an export in the columns of a tab.

    `columns` holds cell values, one a row, dates as serial numbers. `rows[i]` is the row of the source that row i came
    from, `skipped` counts the rows that conditions left out. What could not be understood is the text it was, and is in
    `problems`.
    """

    columns: Mapping[str, Sequence[CellValue]]
    rows: Sequence[int]
    skipped: int = 0
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class _Doubts:
    """Collects what was not understood, in the order of the columns."""

    source: Source
    found: list[Problem] = field(default_factory=list)

    def note(self, code: str, column: str, row: int, message: str, hint: str) -> None:
        line = f"line {self.source.lines[row]}"
        problem = Problem(code=code, tab=self.source.name, cell=line, column=column, message=message, hint=hint)
        self.found.append(problem)


def convert(
    source: Source,
    mapping: SourceMapping,
    tab: Tab,
    choices: Mapping[str, Sequence[CellValue]] | None = None,
    order: DateOrder | None = None,
) -> Converted:
    """The rows of the source as the mapping says.

    `choices` lists what a column's list holds, by column, and gives texts its spelling; `order` is the workbook's own
    way of writing dates, where the mapping says nothing. A column the mapping leaves out is not in the result.
    """
    rows = [row for row in range(len(source.lines)) if _wanted(source, mapping, row)]
    doubts = _Doubts(source)
    by_name = {column.name: column for column in tab.columns}
    columns = {}
    for name, origin in mapping.columns.items():
        raw = _gathered(source, origin, rows, mapping)
        meant = _Meaning(by_name[name], origin, mapping, (choices or {}).get(name, ()), order)
        columns[name] = [meant.of(value, row, doubts) for value, row in zip(raw, rows, strict=True)]
    return Converted(columns, rows, len(source.lines) - len(rows), (*source.problems, *doubts.found))


def shown(value: CellValue) -> str:
    """A value of a source as one would write it: whole numbers without .0, blanks as nothing, text without margins."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).strip()


def holds(value: CellValue, condition: str) -> bool:
    """Whether a value of the source meets a condition: a text with the wildcards * and ?, or a comparison.

    `C*` begins with C, `` is blank, `<>Paid` is anything but Paid, `>=0` and the like compare numbers. Case is ignored.
    """
    text = shown(value).casefold()
    if match := _COMPARISON.fullmatch(condition.strip()):
        sign, other = match[1], match[2].strip().casefold()
        if sign == "<>":
            return not fnmatchcase(text, other.replace("[", "[[]"))
        left, right = _number(value), _number(other)
        if left is None or right is None:
            return False
        return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[sign]
    return fnmatchcase(text, condition.strip().casefold().replace("[", "[[]"))


def _wanted(source: Source, mapping: SourceMapping, row: int) -> bool:
    def meets(header: str, conditions: Sequence[str]) -> bool:
        return any(holds(source.columns[header][row], condition) for condition in conditions)

    skipped = any(meets(header, conditions) for header, conditions in mapping.skip.items())
    return not skipped and all(meets(header, conditions) for header, conditions in mapping.only.items())


def _number(value: CellValue, style: NumberStyle = "") -> Decimal | None:
    try:
        return parse(value, style)
    except Ambiguous:
        return None


def _gathered(source: Source, origin: ColumnFrom, rows: Sequence[int], mapping: SourceMapping) -> list[CellValue]:
    """The raw values of one column: copied, multiplied, joined or constant."""
    parts = [source.columns[header] for header in origin.headers]
    if origin.how == "constant":
        return [origin.constant] * len(rows)
    if origin.how == "product":
        style = origin.numbers or mapping.numbers
        return [_product([part[row] for part in parts], style) for row in rows]
    if origin.how == "join":
        return [origin.between.join(filter(None, (shown(part[row]) for part in parts))) or None for row in rows]
    return [parts[0][row] for row in rows]


def _product(values: Sequence[CellValue], style: NumberStyle) -> CellValue:
    """The exact product as a cell's number; blank when a factor is, the factors as text when one is no number."""
    if any(is_blank(value) for value in values):
        return None
    factors = [_number(value, style) for value in values]
    if any(factor is None for factor in factors):
        return " x ".join(shown(value) for value in values)
    return float(prod(factor for factor in factors if factor is not None))


class _Meaning:
    """What the values of one column mean: made once a column, asked once a row."""

    def __init__(
        self,
        column: Column,
        origin: ColumnFrom,
        mapping: SourceMapping,
        choices: Sequence[CellValue],
        order: DateOrder | None,
    ) -> None:
        self.column, self.origin = column, origin
        self.numbers: NumberStyle = origin.numbers or mapping.numbers
        self.dates = origin.dates or mapping.dates or order or ""
        self.values = {old.strip().casefold(): new for old, new in origin.values.items()}
        self.spelling = {shown(choice).casefold(): choice for choice in choices}
        self.date_of = lru_cache(maxsize=10_000)(self._date)

    def of(self, raw: CellValue, row: int, doubts: _Doubts) -> CellValue:
        """The cell value of one raw value; what is not understood is noted and stays as it was."""
        if self.values and (changed := self.values.get(shown(raw).casefold())) is not None:
            raw = changed
        if is_blank(raw):
            return None if self.column.default is None else self.column.default
        if isinstance(raw, CellError):
            doubts.note("import-value", self.column.name, row, f"The cell shows {raw.code}.", "Mend it in the source.")
            return raw.code
        if self.column.type in NUMBERS:
            return self._as_number(raw, row, doubts)
        if self.column.type in DATES:
            return self._as_date(raw, row, doubts)
        if self.column.type == "yes/no":
            return self._as_yes_no(raw)
        return self._as_text(raw, row, doubts)

    def _as_number(self, raw: CellValue, row: int, doubts: _Doubts) -> CellValue:
        name = self.column.name
        try:
            number = parse(raw, self.numbers)
        except Ambiguous:
            hint = 'Add numbers: "1,234.56" or numbers: "1.234,56" to the mapping.'
            doubts.note("import-ambiguous", name, row, f"{raw} may be {_both(str(raw))}.", hint)
            return str(raw).strip()
        if number is None:
            doubts.note(
                "import-value", name, row, f"{shown(raw)!r} is no number.", "It was kept as text; mend the cell."
            )
            return self._text(raw)
        if abs(number) >= 10**_DIGITS and _digits(number) > _DIGITS:
            found = f"{shown(raw)!r} has {_digits(number)} digits, and a cell keeps {_DIGITS}."
            doubts.note("import-value", name, row, found, _KEPT)
            return self._text(raw)
        if self.origin.absolute:
            number = abs(number)
        if self.origin.negate:
            number = -number
        value = float(number)
        if number.is_finite() and abs(value) != float("inf"):
            return value + 0.0  # no minus zero
        doubts.note("import-value", name, row, f"{shown(raw)} is too large.", _KEPT)
        return self._text(raw)

    def _as_date(self, raw: CellValue, row: int, doubts: _Doubts) -> CellValue:
        name = self.column.name
        serial = float(raw) if isinstance(raw, int | float) and not isinstance(raw, bool) else self.date_of(str(raw))
        if isinstance(serial, AmbiguousDate):
            hint = "Add dates: day first or dates: month first to the mapping."
            doubts.note("import-ambiguous", name, row, f"{raw} may be day first or month first.", hint)
            return str(raw).strip()
        if serial is None:
            doubts.note("import-value", name, row, f"{shown(raw)!r} is no date.", _KEPT)
            return self._text(raw)
        if serial < FIRST_SAFE_SERIAL:
            found = f"{shown(raw)!r} lies before the days that spreadsheets agree on (1 March 1900)."
            doubts.note("import-value", name, row, found, _KEPT)
            return self._text(raw)
        return float(int(serial)) if self.column.type == "date" else serial

    def _date(self, text: str) -> float | AmbiguousDate | None:
        if "%" in self.dates:
            try:
                return to_serial(datetime.strptime(text.strip(), self.dates))  # noqa: DTZ007 - cells know no time zone
            except ValueError:
                return None
        order: DateOrder | None = self.dates if self.dates in ("day first", "month first") else None  # type: ignore[assignment]
        return parse_text(text, order)

    def _as_yes_no(self, raw: CellValue) -> CellValue:
        if isinstance(raw, bool):
            return raw
        folded = shown(raw).casefold()
        return True if folded in _YES else False if folded in _NO else self._text(raw)

    def _as_text(self, raw: CellValue, row: int, doubts: _Doubts) -> CellValue:
        text = self._text(raw)
        if self.origin.whole and (match := _WHOLE.fullmatch(text)):
            text = match[1]
        if len(text) > LONGEST_TEXT:
            found = f"The text has {len(text):,} characters; a cell holds {LONGEST_TEXT:,}."
            doubts.note("import-value", self.column.name, row, found, "It was cut; keep the rest elsewhere.")
            text = text[:LONGEST_TEXT]
        return self.spelling.get(text.casefold(), text)

    def _text(self, raw: CellValue) -> str:
        """The value as text without margins and control characters; line ends are those of a cell."""
        if isinstance(raw, bool):
            return "Yes" if raw else "No"
        return _CONTROL.sub("", shown(raw).replace("\r\n", "\n").replace("\r", "\n")).strip()


def _digits(number: Decimal) -> int:
    """How many of a number's digits count."""
    return len("".join(map(str, number.as_tuple().digits)).strip("0"))


def _both(text: str) -> str:
    point, comma = parse(text, "1,234.56"), parse(text, "1.234,56")
    return f"{point:,} or {comma:,}"
