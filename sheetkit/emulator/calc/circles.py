"""Formulas whose columns read each other, cell by cell: what does run in a circle is #REF!, the rest has its order."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import TypeAlias

from sheetkit.core.values import REF
from sheetkit.emulator.calc.components import components
from sheetkit.emulator.calc.evaluate import Spot, values_of
from sheetkit.emulator.calc.ground import Column, Ground
from sheetkit.emulator.calc.groups import Group, reads

_Place: TypeAlias = tuple[Column, int]


def settle(ground: Ground, groups: Sequence[Group]) -> list[tuple[Group, int]]:
    """Fill the cells of groups that need each other; gives the cells, a group and a row each, that changed."""
    own = {(each.place, row): each for each in groups for row in each.rows}
    rows: dict[Column, list[int]] = defaultdict(list)
    for place, row in own:
        rows[place].append(row)
    for found in rows.values():
        found.sort()

    @cache
    def needed(cell: _Place) -> list[_Place]:
        place, row = cell
        found = []
        for rect in reads(ground, Group(place, range(row, row + 1), own[cell].formula)):
            for column in range(rect.left, rect.right + 1):
                filled = rows.get((rect.sheet_id, column), [])
                among = filled[bisect_left(filled, rect.top) : bisect_right(filled, rect.bottom)]
                found += [((rect.sheet_id, column), other) for other in among]
        return found

    changed = []
    for component in components(own, needed):
        circular = len(component) > 1 or component[0] in needed(component[0])
        for place, row in component:
            spot = Spot(ground.by_id[place[0]], place[1], (row,))
            value = REF if circular else values_of(ground, own[place, row].formula, spot)[0]
            changed += [(own[place, row], row)] * len(ground.put(place, (row,), [value]))
    return changed
