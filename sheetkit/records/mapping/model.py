"""A mapping: which column of an export becomes which column of a tab."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from sheetkit.core.errors import SheetkitError

Scalar: TypeAlias = str | int | float | bool
NumberStyle = Literal["", "1,234.56", "1.234,56"]
DateStyle: TypeAlias = str
"""`day first`, `month first`, or a pattern of strptime such as %d.%m.%Y; "" when nothing needs settling."""

DATE_STYLES: Final = ("day first", "month first")
NUMBER_STYLES: Final[tuple[NumberStyle, ...]] = ("1,234.56", "1.234,56")


class MappingInvalid(SheetkitError):  # noqa: N818 - the domain's word, not a suffix
    """The mapping has mistakes; each is listed with its line."""

    hint = "Mend the mapping file and run the command again; nothing was changed."


@dataclass(frozen=True, slots=True)
class ColumnFrom:
    """Where the values of one column come from, and what is done to them, in this order.

    `copy` takes the one header of `headers`; `product` multiplies several, `join` puts them side by side with
    `between` in the middle, `constant` gives every row the same value. `values` replaces values of the source, as text
    without regard to case. `whole` makes 12472.0 the text 12472.
    """

    how: Literal["copy", "product", "join", "constant"] = "copy"
    headers: tuple[str, ...] = ()
    constant: Scalar | None = None
    between: str = " "
    values: Mapping[str, Scalar] = field(default_factory=dict)
    whole: bool = False
    absolute: bool = False
    negate: bool = False
    dates: DateStyle = ""
    numbers: NumberStyle = ""


@dataclass(frozen=True, slots=True)
class SourceMapping:
    """How the rows of an export become rows of a tab.

    `row_id` are the headers that together tell one row of the source from another. `skip` and `only` map a header to
    conditions (see `convert.holds`); a row is left out when any of `skip` holds or one of `only` does not.
    """

    tab: str
    row_id: tuple[str, ...]
    columns: Mapping[str, ColumnFrom]
    dates: DateStyle = ""
    numbers: NumberStyle = ""
    skip: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sheet: str = ""

    @property
    def headers(self) -> tuple[str, ...]:
        """Every header of the source that the mapping needs, each once."""
        used = [*self.row_id, *self.skip, *self.only]
        used += [header for column in self.columns.values() for header in column.headers]
        return tuple(dict.fromkeys(used))


KEYS: Final = {
    "tab": "the tab that the rows go to",
    "sheet": "which sheet of an .xlsx export to read; the fullest visible one when left out",
    "row id": "the source's columns that tell one row from another, so that nothing comes in twice",
    "dates": "day first, month first, or a pattern such as %d.%m.%Y; needed where 03/04/2026 could be either",
    "numbers": '"1,234.56" or "1.234,56"; needed where 1,234 could be either',
    "skip rows where": "source column: value, or values, of rows to leave out",
    "only rows where": "source column: value, or values, of the only rows to take",
    "columns": "a column of the tab: where it comes from",
}
"""The keys of a mapping file, and what each is for; docs/commands.md lists them."""

COLUMN_KEYS: Final = {
    "from": "the source's column",
    "constant": "the same value in every row",
    "product": "source columns to multiply",
    "join": "source columns to put side by side",
    "with": "what stands between joined values; a space when left out",
    "values": "a value of the source: what it becomes",
    "whole": "true: 12472.0 becomes the text 12472",
    "absolute": "true: without its minus sign",
    "negate": "true: with the opposite sign",
    "dates": "as above, for this column alone",
    "numbers": "as above, for this column alone",
}
"""The keys of one column of a mapping file."""
