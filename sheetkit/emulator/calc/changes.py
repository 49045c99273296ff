"""What is known of one spreadsheet between two calculations, and which formulas a change reaches."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import compress
from operator import is_not
from typing import TypeAlias

from sheetkit.emulator.calc.circles import settle
from sheetkit.emulator.calc.evaluate import values_of
from sheetkit.emulator.calc.formulas import Formula
from sheetkit.emulator.calc.ground import Column, Ground, Rect, Vectors
from sheetkit.emulator.calc.groups import Graph, Group, Reader, group, reads
from sheetkit.emulator.document import Cell, Document, Place, Sheet

_Extent: TypeAlias = tuple[int, int]
"""The first and the last of the rows of a column that changed."""


class Book:
    """The formulas of a spreadsheet in groups, with the cells as they were when it was last calculated."""

    def __init__(self) -> None:
        self._cells: dict[int, dict[Place, Cell]] = {}
        self._formulas: dict[Column, dict[int, Formula]] = {}
        self._groups: dict[Column, list[Group]] = {}
        self._reads: dict[Group, tuple[Rect, ...]] = {}
        self._graph = Graph((), {})
        self._vectors = Vectors()
        self._today = 0.0

    def update(self, document: Document, now: datetime) -> None:
        """Find what is new in the document, and compute what that reaches."""
        ground = Ground(document, now, self._vectors)
        dirty, due = self._look(document)
        due |= self._bind(ground)
        if ground.today != self._today:
            due |= {each for each in self._reads if each.formula.changes}
            self._today = ground.today
        due |= {each for each in self._reads if each.formula.changes == "moment"}
        if due or dirty:
            self._compute(ground, dirty, due)
        self._cells = {sheet.id: dict(sheet.cells) for sheet in document.sheets}

    def _look(self, document: Document) -> tuple[dict[Column, _Extent], set[Group]]:
        """The columns with changed cells, and the groups whose own cells were touched."""
        dirty: dict[Column, _Extent] = {}
        touched: dict[Column, set[int]] = {}
        news: dict[Column, dict[int, Cell | None]] = {}
        sheets = {sheet.id: sheet for sheet in document.sheets}
        for sheet_id in sheets.keys() | self._cells.keys():
            sheet = sheets.get(sheet_id)
            for place, new in _changed(sheet, self._cells.get(sheet_id, {})):
                news.setdefault((sheet_id, place[1]), {})[place[0]] = new
        for column, rows in news.items():
            self._vectors.forget(*column)
            dirty[column] = min(rows), max(rows)
            touched[column] = self._regroup(column, rows)
        due = {
            each
            for column, rows_ in touched.items()
            for each in self._groups[column]
            if not rows_.isdisjoint(each.rows)
        }
        return dirty, due

    def _regroup(self, column: Column, rows: dict[int, Cell | None]) -> set[int]:
        """Take in the new cells of a column; gives the rows of those that hold formulas."""
        known = self._formulas.setdefault(column, {})
        reader = Reader(column[1])
        touched: set[int] = set()
        changed = False
        for row in sorted(rows):
            cell, old = rows[row], known.get(row)
            new = reader.formula(row, cell) if cell is not None and cell.formula else None
            if new is not None:
                known[row] = new
                touched.add(row)
            elif old is not None:
                del known[row]
            changed = changed or new is not old
        if changed or column not in self._groups:
            self._groups[column] = _kept(self._groups.get(column, []), group(column, known))
        return touched

    def _bind(self, ground: Ground) -> set[Group]:
        """Find out what each group reads on the sheets as they are now; gives the groups for which that is new."""
        groups = [each for found in self._groups.values() for each in found]
        new = {each: reads(ground, each) for each in groups}
        old, self._reads = self._reads, new
        due = {each for each, rects in new.items() if old.get(each) != rects}
        if due or len(old) != len(new):
            self._graph = Graph(groups, new)
        return due

    def _compute(self, ground: Ground, dirty: dict[Column, _Extent], due: set[Group]) -> None:
        for component in self._graph.order:
            if not any(each in due or self._is_reached(each, dirty) for each in component):
                continue
            if self._graph.is_circular(component):
                for each, row in settle(ground, component):
                    _note(dirty, each.place, row, row)
                continue
            for each in component:
                extent = _fill(ground, each)
                if extent is not None:
                    _note(dirty, each.place, *extent)

    def _is_reached(self, group: Group, dirty: dict[Column, _Extent]) -> bool:
        for rect in self._reads[group]:
            for column in range(rect.left, rect.right + 1):
                extent = dirty.get((rect.sheet_id, column))
                if extent is not None and extent[0] <= rect.bottom and rect.top <= extent[1]:
                    return True
        return False


def _fill(ground: Ground, group: Group) -> _Extent | None:
    """Compute a group; gives the extent of what changed."""
    spot = group.spot(ground)
    values = values_of(ground, group.formula, spot)
    changed = ground.put(group.place, spot.rows, values)
    return (changed[0], changed[-1]) if changed else None


def _changed(sheet: Sheet | None, old: dict[Place, Cell]) -> Iterator[tuple[Place, Cell | None]]:
    """The cells of a sheet that are others than before, None for those that are gone."""
    new = {} if sheet is None else sheet.cells
    # Hundreds of thousands of cells are compared at each call, so no step of it is Python's.
    fresh = list(compress(new.items(), map(is_not, new.values(), map(old.get, new))))
    yield from fresh
    if len(new) - len(fresh) != len(old):
        yield from ((place, None) for place in old.keys() - new.keys())


def _kept(old: Sequence[Group], new: list[Group]) -> list[Group]:
    """The new groups, in place of each equal one the old one."""
    known = {(each.formula, each.rows): each for each in old}
    return [known.get((each.formula, each.rows), each) for each in new]


def _note(dirty: dict[Column, _Extent], column: Column, first: int, last: int) -> None:
    low, high = dirty.get(column, (first, last))
    dirty[column] = min(low, first), max(high, last)
