"""The cells of one column while they are being understood: values, the kinds among them, and where to note problems."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import isnan

from sheetkit.core.values import CellError, CellValue
from sheetkit.template.model import ColumnType

Note = Callable[[str, int, str, str], None]
"""Notes a problem: its code, the row, the message, the hint."""


@dataclass
class Cells:
    """One column's raw values, one a row, and what they were understood as.

    `name` is the column's name and `kind` its type. `understood[row]` is what a value means that does not mean itself.
    Rows that are settled (understood, or reported as wrong) are in `settled`: no later check looks at their raw value.
    `computed` are the rows in which a person's own formula stands.
    """

    name: str
    kind: ColumnType
    values: Sequence[CellValue]
    note: Note
    computed: frozenset[int] = frozenset()
    understood: dict[int, CellValue] = field(default_factory=dict)
    settled: set[int] = field(default_factory=set)

    @cached_property
    def kinds(self) -> frozenset[type]:
        """The Python types among the values; a column of one kind needs no look at each cell."""
        return frozenset(map(type, self.values))

    @cached_property
    def texts(self) -> frozenset[str]:
        """The different texts among the values."""
        if self.kinds <= {str, type(None)}:
            return frozenset(set(self.values) - {None})  # type: ignore[arg-type]
        return frozenset(value for value in self.values if isinstance(value, str))

    def of_kind(self, *kinds: type) -> list[int]:
        """The rows whose value is exactly of one of the types and which are not settled."""
        if self.kinds.isdisjoint(kinds):
            return []
        return [row for row, value in enumerate(self.values) if type(value) in kinds and row not in self.settled]

    def holding(self, texts: frozenset[str] | set[str]) -> list[int]:
        """The rows whose value is one of the texts and which are not settled."""
        if not texts:
            return []
        found = [row for row, value in enumerate(self.values) if type(value) is str and value in texts]
        return [row for row in found if row not in self.settled]

    def read_as(self, row: int, value: CellValue) -> None:
        """Take a value for what the cell means."""
        self.understood[row] = value
        self.settled.add(row)

    def wrong(self, code: str, row: int, message: str, hint: str) -> None:
        """Note a problem of a cell whose value stays as it is."""
        self.settled.add(row)
        self.note(code, row, message, hint)

    def numbers(self) -> list[tuple[int, float]]:
        """The rows that hold a number or were understood as one, with it; those reported as wrong are left out."""
        rows = self.of_kind(float, int)
        found = [(row, float(value)) for row in rows if isinstance(value := self.values[row], float | int)]
        return found + [(row, value) for row, value in self.understood.items() if type(value) is float]

    def typed(self) -> list[CellValue]:
        """The values, with what was understood in place of them."""
        values = list(self.values)
        for row, value in self.understood.items():
            values[row] = value
        return values


def errors(cells: Cells) -> None:
    """Report error values; a formula that a person typed may give one."""
    for row in cells.of_kind(CellError):
        source = "The formula there gives it" if row in cells.computed else "It stands there as a value"
        message = f"{cells.name} shows {cells.values[row]}. {source}, and nothing can be computed from it."
        cells.wrong("error-value", row, message, "Mend the formula, or type the value itself.")


def blanks(cells: Cells) -> None:
    """Understand cells that hold nothing but spaces as blank."""
    for row in cells.holding({text for text in cells.texts if not text.strip()}):
        cells.read_as(row, None)
        if cells.values[row] and row not in cells.computed:
            message = (
                f"{cells.name} looks empty but holds a space, which formulas in the sheet do not take for a blank."
            )
            cells.note("stray-spaces", row, message, "Clear the cell with the Delete key.")


def all_between(numbers: Sequence[float], low: float, high: float) -> bool:
    """Whether every number lies between the bounds; NaN, which `min` may pass over, does not."""
    return not numbers or (min(numbers) >= low and max(numbers) <= high and not isnan(sum(numbers)))
