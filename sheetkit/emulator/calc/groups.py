"""The formula cells of a spreadsheet in groups: one formula in some rows of one column, and what each group reads."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sheetkit.emulator.calc.components import components
from sheetkit.emulator.calc.evaluate import Spot
from sheetkit.emulator.calc.formulas import Formula, Reading, read
from sheetkit.emulator.calc.ground import Column, Ground, Rect, Rows
from sheetkit.emulator.document import Cell


@dataclass(frozen=True, eq=False, slots=True)
class Group:
    """One formula in some rows of a column."""

    place: Column
    rows: Rows
    formula: Formula

    @property
    def rect(self) -> Rect:
        """The smallest rectangle around its cells."""
        return Rect(self.place[0], self.rows[0], self.place[1], self.rows[-1], self.place[1])

    def spot(self, ground: Ground) -> Spot:
        """Where it stands in a spreadsheet."""
        return Spot(ground.by_id[self.place[0]], self.place[1], self.rows)


def group(place: Column, formulas: Mapping[int, Formula]) -> list[Group]:
    """The groups of one column, of which `formulas` has the formula of each row."""
    rows: dict[Formula, list[int]] = defaultdict(list)
    for row in sorted(formulas):
        rows[formulas[row]].append(row)
    return [Group(place, _tight(found), formula) for formula, found in rows.items()]


def _tight(rows: Sequence[int]) -> Rows:
    whole = range(rows[0], rows[-1] + 1)
    return whole if len(whole) == len(rows) else tuple(rows)


class Reader:
    """Reads the formulas of a column; where the next row has the same as the one before, nothing is taken apart."""

    def __init__(self, column: int) -> None:
        self._column = column
        self._last: Reading | None = None

    def formula(self, row: int, cell: Cell) -> Formula:
        """The formula of a cell that has one."""
        if self._last is None or self._last.text(row) != cell.formula:
            self._last = read(cell.formula, row, self._column)
        return self._last.formula


def reads(ground: Ground, group: Group) -> tuple[Rect, ...]:
    """Rectangles that hold all cells which the group reads; what is on no sheet is left out."""
    sheet, column = ground.by_id[group.place[0]], group.place[1]
    found: list[Rect | None] = [ground.named(name) for name in group.formula.names]
    found += [ground.table_column(*each) for each in group.formula.columns]
    for ref in group.formula.refs:
        first = ground.rectangle(ref, sheet, group.rows[0], column)
        last = ground.rectangle(ref, sheet, group.rows[-1], column)
        found.append(first.joined(last) if first and last else first or last)
    return tuple(dict.fromkeys(rect for rect in found if rect is not None))


class Graph:
    """Which groups fill the cells that another one reads, and the order in which they can be computed."""

    def __init__(self, groups: Iterable[Group], reads: Mapping[Group, Sequence[Rect]]) -> None:
        self._reads = reads
        self._long: dict[Column, list[Group]] = defaultdict(list)
        self._single: dict[Column, dict[int, Group]] = defaultdict(dict)
        for each in groups:
            if len(each.rows) == 1:
                self._single[each.place][each.rows[0]] = each
            else:
                self._long[each.place].append(each)
        self.order = components(reads, self.needed)

    def needed(self, group: Group) -> list[Group]:
        """The groups that fill cells which this one reads."""
        return list(dict.fromkeys(other for rect in self._reads[group] for other in self.filling(rect)))

    def is_circular(self, component: Sequence[Group]) -> bool:
        """Whether the cells of a component may need each other."""
        only = component[0]
        return len(component) > 1 or any(rect.meets(only.rect) for rect in self._reads[only])

    def filling(self, rect: Rect) -> Iterable[Group]:
        """The groups that may fill cells of a rectangle."""
        for column in range(rect.left, rect.right + 1):
            place = rect.sheet_id, column
            yield from (each for each in self._long.get(place, ()) if each.rect.meets(rect))
            single = self._single.get(place)
            if not single:
                continue
            if rect.bottom - rect.top < len(single):
                yield from (single[row] for row in range(rect.top, rect.bottom + 1) if row in single)
            else:
                yield from (each for row, each in single.items() if rect.top <= row <= rect.bottom)
