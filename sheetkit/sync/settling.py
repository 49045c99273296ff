"""What people decided on the Conflicts tabs of both workbooks, as values for the merge; and why not, where not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Protocol

from sheetkit.core.values import CellValue
from sheetkit.sync.conflict import Conflict
from sheetkit.sync.conflict_board import CHANGED, KEEP_OTHER, KEEP_THIS, TWICE, Entry, turned
from sheetkit.sync.memory import Choice
from sheetkit.sync.snapshot import same, text_of
from sheetkit.sync.tables import Place
from sheetkit.sync.wording import Unreadable

DIFFERENTLY: Final = "The two workbooks decide it differently. Clear one of the two resolutions."
FORMULA: Final = (
    "A formula of somebody's own stands in the cell, or merged cells hide it, so another value cannot stand there. "
    "Take the formula away, or unmerge the cells, first."
)
ROW: Final = (
    "Clear the formula in the row, or unmerge its cells, and it goes; or bring the row back in the other workbook."
)


class Decider(Protocol):
    """One side, as far as it tells what people decided there; conflicts are given as that side sees them."""

    def decisions(self, conflict: Conflict) -> Sequence[Entry]:
        """What people typed as the resolution of a conflict."""

    def understood(self, conflict: Conflict, value: CellValue) -> CellValue:
        """What a typed value means in the conflict's cell. Raises Unreadable."""

    def shown(self, conflict: Conflict, value: CellValue) -> str:
        """A value as the tab shows it."""


@dataclass(slots=True)
class Settling:
    """Decisions by the conflict's place, and notes about those that could not be carried out."""

    choices: dict[Place, CellValue] = field(default_factory=dict)
    notes: dict[Place, str] = field(default_factory=dict)
    unused: list[Conflict] = field(default_factory=list)


def settle(waiting: Sequence[Conflict], sides: tuple[Decider, Decider], unfinished: Sequence[Choice] = ()) -> Settling:
    """What people decided of these conflicts; `unfinished` are decisions of a sync that was cut off."""
    found = Settling()
    earlier = {(one.table, one.key, one.column): one for one in unfinished}
    for conflict in waiting:
        before = earlier.get(conflict.place)
        going_on = before is not None and _still(before, conflict)
        values: list[CellValue] = []
        taken_away = ""
        for side, seen in enumerate((conflict, turned(conflict))):
            typed = sides[side].decisions(seen)
            if said := _twice(typed, seen, sides[side]):
                taken_away = f"{TWICE} {said}. Decide again."
                found.unused += [
                    replace(conflict, kind="unused", before=one.value) for one in typed if not one.computed
                ]
                continue
            for entry in typed:
                if before and going_on and not entry.current:  # it was decided so, and the other side has it by now
                    if not _meant(entry, seen, sides[side], before.value):
                        found.unused.append(replace(conflict, kind="unused", before=entry.value))
                    continue
                if entry.current or entry.computed:
                    _read(entry, seen, sides[side], values, found)
                else:
                    found.unused.append(replace(conflict, kind="unused", before=entry.value))
                    taken_away = f"{CHANGED} “{sides[side].shown(seen, entry.value)}”. Decide again."
        if before and going_on and not values:
            values.append(before.value)
        _conclude(conflict, values, found)
        if taken_away and conflict.place not in found.choices:  # else the other side's decision counts
            found.notes.setdefault(conflict.place, taken_away)
    return found


def _twice(typed: Sequence[Entry], seen: Conflict, side: Decider) -> str:
    """What copies of a conflict's row decide, where they decide it differently; none of them counts then."""
    values = {text_of(entry.value): entry.value for entry in typed if entry.current and not entry.computed}
    return ", ".join(f"“{side.shown(seen, value)}”" for value in values.values()) if len(values) > 1 else ""


def _meant(entry: Entry, seen: Conflict, side: Decider, decided: CellValue) -> bool:
    """Whether an entry is the decision that was made, as far as anyone can tell: `keep this` no longer says what."""
    text = str(entry.value).strip().casefold()
    return text in (KEEP_THIS, KEEP_OTHER) or side.shown(seen, entry.value) == side.shown(seen, decided)


def _read(entry: Entry, seen: Conflict, side: Decider, values: list[CellValue], found: Settling) -> None:
    text = str(entry.value).strip() if isinstance(entry.value, str) else ""
    said = f"“{side.shown(seen, entry.value)}”"
    if entry.computed:
        found.notes[seen.place] = f"{said} is the result of a formula. Type a value."
    elif text.casefold() in (KEEP_THIS, KEEP_OTHER):
        values.append(seen.local if text.casefold() == KEEP_THIS else seen.remote)
    elif text and text in (side.shown(seen, seen.local), side.shown(seen, seen.remote)):
        values.append(seen.local if text == side.shown(seen, seen.local) else seen.remote)
    else:
        try:
            values.append(side.understood(seen, entry.value))
        except Unreadable as wrong:
            found.notes[seen.place] = str(wrong)


def _conclude(conflict: Conflict, values: Sequence[CellValue], found: Settling) -> None:
    if len({text_of(value) for value in values}) > 1:
        found.notes[conflict.place] = DIFFERENTLY
    elif values and conflict.kind == "deleted":
        found.notes[conflict.place] = ROW
    elif values and conflict.place not in found.notes:
        found.choices[conflict.place] = values[0]


def _still(choice: Choice, conflict: Conflict) -> bool:
    """Whether both sides say what they said when it was decided, or what was decided."""
    return all(
        same(now, was) or same(now, choice.value)
        for now, was in ((conflict.local, choice.local), (conflict.remote, choice.remote))
    )


def kept(choices: Mapping[Place, CellValue], conflicts: Sequence[Conflict]) -> list[Choice]:
    """The decisions as they are remembered until both sides have them."""
    return [
        Choice(*one.place, one.local, one.remote, choices[one.place])
        for one in conflicts
        if one.kind == "settled" and one.place in choices
    ]
