"""Settings, metrics and lists, found by their defined names, else by what stands beside or above them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sheetkit.core.values import CellValue, is_blank
from sheetkit.formula.layout import NamePlace
from sheetkit.records.arrange import LISTS
from sheetkit.records.findings import Findings
from sheetkit.records.headers import fold
from sheetkit.template.model import ListOf
from sheetkit.workbook.a1 import address, range_address
from sheetkit.workbook.grid import Grid, GridName, GridSheet

_ROWS = 500
"""Rows of a tab in which a label is looked for."""
_COLUMNS = 50


@dataclass
class Names:
    """Finds the cells behind names, and notes what is gone.

    `kin` has, for each tab with names, what stands on it for each of them: a tab that was renamed is known by them.
    """

    grid: Grid
    findings: Findings
    kin: Mapping[str, Sequence[frozenset[str]]] = field(default_factory=dict)
    places: dict[str, NamePlace] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.defined: Mapping[str, GridName] = {name.casefold(): found for name, found in self.grid.names.items()}
        self._homes: dict[str, list[GridSheet]] = {}
        self.sheets: Mapping[str, GridSheet] = {sheet.name: sheet for sheet in reversed(self.grid.sheets)}

    def formula(self, name: str) -> str | None:
        """The formula in the cell of a name that was found, without "="; None where it holds a value."""
        place = self.places[name]
        return self.sheets[place.sheet].formula(place.row, place.column)

    def defined_place(self, name: str) -> NamePlace | None:
        """Where a defined name points, if it points at cells of a sheet that is there."""
        found = self.defined.get(name.casefold())
        sheet = self.grid.sheet(found.sheet) if found and found.sheet else None
        if not found or not sheet:
            return None
        return NamePlace(sheet.name, found.row, found.column, found.rows, found.columns)

    def cell(self, name: str, label: str, home: str) -> CellValue | None:
        """The value of a setting or metric, whose place is then in `places`; None when it was not found at all."""
        place = self.defined_place(name)
        if place is None:
            place = next(self._labelled(name, label, home), None)
            if place is None:
                return None
            self._without_name(name, place)
        self.places[name] = place = NamePlace(place.sheet, place.row, place.column)
        return self.sheets[place.sheet].value(place.row, place.column)

    def entries(self, wanted: ListOf) -> list[tuple[int, CellValue]] | None:
        """The sheet row and value of each line of a list down to its last entry; None when it was not found at all.

        A line left blank between entries is there, because lists may stand line by line beside others.
        """
        place = self.defined_place(wanted.name)
        if place is None:
            place = next(self._headed(wanted), None)
            if place is None:
                return None
            self._without_name(wanted.name, place)
        sheet = self.sheets[place.sheet]
        end = place.row + place.rows
        below = end
        if place.columns == 1 and not is_blank(sheet.value(end - 1, place.column)):
            while not is_blank(sheet.value(below, place.column)):
                below += 1
        if below > end:
            self._below(wanted, place, below)
        self.places[wanted.name] = place
        lines = [(row, sheet.value(row, place.column)) for row in range(place.row, min(below, sheet.height))]
        while lines and is_blank(lines[-1][1]):
            lines.pop()
        return [(row, None if is_blank(value) else value) for row, value in lines]

    def _labelled(self, name: str, label: str, home: str) -> Iterator[NamePlace]:
        """Cells to the right of a label on the home tab, in a line that may also hold the name itself.

        Elsewhere a label says too little; a name in a line of some other tab without tables still does.
        """
        at_home = self.grid.sheet(home) is not None
        wanted = {fold(name), fold(label)} - {""} if at_home else {fold(name)}
        for sheet in self._sheets(home):
            for column in range(0 if at_home else 2, min(sheet.width, _COLUMNS)):
                for row in range(min(sheet.height, _ROWS)):
                    value = sheet.value(row, column)
                    if isinstance(value, str) and fold(value) in wanted:
                        line = [c for c in range(column + 1) if not is_blank(sheet.value(row, c))]
                        yield NamePlace(sheet.name, row, line[0] + 1)

    def _headed(self, wanted: ListOf) -> Iterator[NamePlace]:
        """Cells below a header, down to the last entry."""
        names = {fold(wanted.name), fold(wanted.label)} - {""}
        for sheet in self._sheets(LISTS):
            for column in range(min(sheet.width, _COLUMNS)):
                for row in range(min(sheet.height, 10)):
                    value = sheet.value(row, column)
                    if isinstance(value, str) and fold(value) in names:
                        filled = [r for r in range(row + 1, sheet.height) if not is_blank(sheet.value(r, column))]
                        yield NamePlace(sheet.name, row + 1, column, rows=max(1, max(filled, default=row) - row))

    def _sheets(self, home: str) -> list[GridSheet]:
        """The tab where the names should be, or those without tables that hold at least half of what stands on it."""
        if home not in self._homes:
            sheet, kin = self.grid.sheet(home), self.kin.get(home, ())
            others = [s for s in self.grid.sheets if not s.tables and s.visibility != "very hidden"]
            enough = max(-(-len(kin) // 2), min(2, len(kin)), 1)
            self._homes[home] = [sheet] if sheet else [s for s in others if _held(s, kin) >= enough]
        return self._homes[home]

    def _without_name(self, name: str, place: NamePlace) -> None:
        where = range_address(place.row, place.column, place.row + place.rows - 1, place.column + place.columns - 1)
        message = f"The defined name {name} is gone. Its cells were found at {where}, but formulas cannot find them."
        hint = f"Select {where} and type {name} into the name box left of the formula bar."
        at = (place.row, place.column)
        self.findings.add("name-missing", message, hint, tab=place.sheet, at=at, column=name)

    def _below(self, wanted: ListOf, place: NamePlace, below: int) -> None:
        end = place.row + place.rows
        which = range_address(end, place.column, below - 1, place.column)
        message = (
            f"The list {wanted.label or wanted.name} ends at {address(end - 1, place.column)}, but goes on in {which}."
        )
        hint = f"Extend the name {wanted.name} to {address(below - 1, place.column)} in the name manager."
        at = (end, place.column)
        self.findings.add("entries-below-list", message, hint, tab=place.sheet, at=at, column=wanted.name)


def _held(sheet: GridSheet, kin: Sequence[frozenset[str]]) -> int:
    """How many of the labels, each in one of its spellings, stand somewhere on a sheet."""
    values = {value for column in sheet.values[:_COLUMNS] for value in column[:_ROWS] if isinstance(value, str)}
    texts = {fold(value) for value in values}
    return sum(not texts.isdisjoint(spellings) for spellings in kin)
