"""The Conflicts tab of one workbook: a row for each conflict that waits, in which a person says how it ends."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from sheetkit.core.values import CellValue, is_blank
from sheetkit.records.boards import CONFLICTS
from sheetkit.sync.board import Board, Placed, Row, short
from sheetkit.sync.conflict import Conflict
from sheetkit.sync.snapshot import same, text_of
from sheetkit.sync.wording import Wording

KEEP_THIS: Final = "keep this"
KEEP_OTHER: Final = "keep the other"
"""What settles a conflict in favour of the workbook in which it is typed, or of the other one."""

BOARD: Final = Board(
    CONFLICTS,
    "Conflicts",
    "Both workbooks changed these cells. Each keeps its own value until you settle it: choose in Resolution which one "
    "counts, or type another value. The next sync applies it.",
    {
        "Tab": 14.0,
        "Key": 16.0,
        "Column": 22.0,
        "Before": 24.0,
        "This Workbook": 32.0,
        "The Other": 32.0,
        "Synced With": 20.0,
        "Since": 12.0,
        "Resolution": 24.0,
        "Note": 50.0,
    },
    rows=200,
    typed="Resolution",
    choices=(KEEP_THIS, KEEP_OTHER),
)
_RESOLUTION: Final = BOARD.heads.index("Resolution")
_NOTE: Final = BOARD.heads.index("Note")
MOST: Final = 1_000
"""So many conflicts are shown; the others follow when these are settled, and `sheetkit status` lists all of them."""
CHANGED: Final = "The other workbook changed after you decided:"
TWICE: Final = "Rows of this conflict decided it differently:"
"""How notes begin that stay until somebody decides anew."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A conflict that waits, as one side sees it (`local` is its own value), since when (ISO text), and a note.

    `note` says why a person's decision was not carried out.
    """

    conflict: Conflict
    since: str = ""
    note: str = ""

    def turned(self) -> "Waiting":
        """The same as the other side sees it."""
        return replace(self, conflict=turned(self.conflict))


@dataclass(frozen=True, slots=True)
class Entry:
    """What a person typed into the Resolution cell of a conflict.

    `current` says that the other side is still as it was shown, `computed` that it is the result of a formula.
    """

    value: CellValue
    current: bool
    computed: bool = False


@dataclass(frozen=True, slots=True)
class Posting:
    """What the Conflicts tab of a side is to show: what people call the other workbook, and what waits."""

    other: str
    waiting: Sequence[Waiting]


def turned(conflict: Conflict) -> Conflict:
    """The conflict as the other side sees it."""
    return replace(conflict, local=conflict.remote, remote=conflict.local)


def mark(pair: str, conflict: Conflict) -> str:
    """By what the row of a conflict is known: the pair, the cell, and what the other workbook says there."""
    return f"{pair}:{_digest(list(conflict.place))}:{_digest(text_of(conflict.remote))}"


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()[:16]


def entries(placed: Placed | None, pair: str, conflict: Conflict) -> list[Entry]:
    """What people typed for a conflict, as the side sees it; more than one where its row was copied."""
    if placed is None:
        return []
    own = mark(pair, conflict)
    place = own.rpartition(":")[0]
    return [
        Entry(says[_RESOLUTION], says[-1] == own, at in placed.computed)
        for at, says in placed.lines
        if str(says[-1]).rpartition(":")[0] == place and not is_blank(says[_RESOLUTION])
    ]


def leftovers(placed: Placed | None, pair: str, waiting: Sequence[Conflict], words: Wording) -> list[Conflict]:
    """Values that people typed as resolutions of what does not wait, as conflicts of the kind `unused`.

    That is a conflict that waits no longer, or a row in which no conflict stands.
    """
    places = {mark(pair, one).rpartition(":")[0] for one in waiting}
    return [
        Conflict("unused", words.table(said[0]), str(said[1] or ""), str(said[2] or ""), said[_RESOLUTION])
        for _, said in (placed.lines if placed else ())
        if (_of(said, pair) or not _marked(said))
        and str(said[-1]).rpartition(":")[0] not in places
        and not is_blank(said[_RESOLUTION])
        and str(said[_RESOLUTION]).strip().casefold() not in (KEEP_THIS, KEEP_OTHER)
    ]


def rows(placed: Placed | None, pair: str, posting: Posting, words: Wording) -> list[Row]:
    """The rows that the tab is to have: those of this pair, the newest first, then those of others as they are."""
    lines = [says for _, says in placed.lines] if placed else []
    before = _before(lines)
    mine = [_row(one, mark(pair, one.conflict), posting.other, before, words) for one in posting.waiting[:MOST]]
    return [*mine, *(says for says in lines if not _of(says, pair) and _marked(says))]


def _before(lines: Sequence[Row]) -> dict[str, Row]:
    """The rows by their marks; of copies one with a resolution, and none of their resolutions where they differ."""
    found: dict[str, Row] = {}
    twice: set[str] = set()
    for says in lines:
        own = str(says[-1])
        if own not in found or is_blank(found[own][_RESOLUTION]):
            found[own] = says
        elif not is_blank(says[_RESOLUTION]) and not same(says[_RESOLUTION], found[own][_RESOLUTION]):
            twice.add(own)
    return found | {own: (*found[own][:_RESOLUTION], None, *found[own][_RESOLUTION + 1 :]) for own in twice}


def _of(says: Row, pair: str) -> bool:
    return str(says[-1]).partition(":")[0] == pair


def _marked(says: Row) -> bool:
    return ":" in str(says[-1])


def _row(one: Waiting, own: str, other: str, before: "dict[str, Row]", words: Wording) -> Row:
    conflict, said = one.conflict, before.get(own)
    values = (conflict.before, conflict.local, conflict.remote)
    texts = [short(words.shown(conflict, value)) for value in values]
    resolution = said[_RESOLUTION] if said else None
    note: CellValue = one.note or None
    if said and note is None and is_blank(resolution) and str(said[_NOTE] or "").startswith((CHANGED, TWICE)):
        note = said[_NOTE]
    where = (words.tab(conflict), short(conflict.key), short(conflict.column))
    return (*where, *texts, short(other), one.since[:10] or None, resolution, note, own)
