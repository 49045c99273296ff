"""What a sync did, in sentences, and the conflicts that it met."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sheetkit.report.layout import Paint, counted, table, unpainted, visible

TOLD: Final[Mapping[str, str]] = {
    "delete-kept": "was deleted in one workbook and edited in the other; it stays",
    "re-keyed": "had the key of another row and got one of its own",
    "key": "was given two keys; this one counts",
    "list": "was changed in both workbooks; both words are in the list now",
    "settled": "was settled",
    "unused": "was settled otherwise, or changed once more; what was typed as its resolution is in the log",
}
"""What was done about a conflict that does not wait. Of stamps that both updated nothing is told."""

MOST_CHANGES: Final = 100
"""So many changes of a dry run are shown for each workbook."""
MOST_LINES: Final = 40
"""So many conflicts of a kind are shown."""


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """A conflict in words: its kind, its place, and what the cell was before and is on either side.

    `note` says why what a person decided was not carried out.
    """

    kind: str
    place: str
    before: str
    local: str
    remote: str
    waiting: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A change of a dry run in words: what is done, where, and what stands there before and after."""

    action: str
    place: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A column of somebody's own that a workbook lacked, and whether it was made there."""

    tab: str
    column: str
    path: str
    made: bool


def sync_lines(
    names: tuple[str, str],
    counts: Sequence[Mapping[str, int]],
    conflicts: Sequence[ConflictLine],
    *,
    created: str,
    first: bool,
    dry_run: bool,
    own: Sequence[OwnLine] = (),
    plan: Sequence[Sequence[ChangeLine]] = ((), ()),
    paint: Paint = unpainted,
) -> list[str]:
    """What happened to each workbook, what was decided, and what waits for a person; `plan` as a dry run tells it."""
    lines = ["Nothing was written; this is what a sync would do:"] if dry_run else []
    if created:
        lines.append(f"{visible(created)} was made from {visible(names[created == names[0]])}.")
    elif first:
        lines.append("This is the first sync of the two, as far as is remembered: rows of both stay.")
    for name, count, changes in zip(names, counts, plan, strict=True):
        lines += [f"{visible(name)}: {told}."] if (told := _counted(count)) else []
        lines += _changes(changes, paint)
    lines += map(_own, own)
    if not created and not any(any(count.values()) for count in counts):
        lines.append("Neither workbook had anything new for the other.")
    lines += _told(conflicts)
    if dry_run and not any(one.waiting for one in conflicts):
        return [*lines, "The two would be in step then."]
    return [*lines, *waiting_lines(conflicts, paint)]


def _changes(changes: Sequence[ChangeLine], paint: Paint) -> list[str]:
    """The changes of a dry run as a table; of very many the first, and how many more there are."""
    if not changes:
        return []
    rows = [(one.action, one.place, one.before, one.after) for one in changes[:MOST_CHANGES]]
    lines = table(("What", "Where", "Before", "After"), rows, [False] * 4, longest=48, paint=paint)
    more = len(changes) - len(rows)
    return [*lines, *([f"  and {more:,} more, which --json lists"] if more else []), ""]


def _own(one: OwnLine) -> str:
    column, path = f"The column {visible(one.column)} of {visible(one.tab)}", visible(one.path)
    if one.made:
        return f"{column} is in {path} now too."
    return (
        f"{column} has no free room in {path}, so it stays where it is. Clear the cells right of the table there, from "
        f"its header down, or put a header {visible(one.column)} there yourself."
    )


def waiting_lines(conflicts: Sequence[ConflictLine], paint: Paint = unpainted, tab: str = "") -> list[str]:
    """The conflicts that wait, as a table, and how to settle them; `tab` is what the Conflicts tab is called by now."""
    waiting = [one for one in conflicts if one.waiting]
    if not waiting:
        return [paint("The two are in step.", "good")]
    rows = [(one.place, one.before, one.local, one.remote) for one in waiting[:MOST_LINES]]
    head = f"{counted(len(waiting), 'conflict')} {'waits' if len(waiting) == 1 else 'wait'} for you:"
    notes = [f"{visible(one.place)}: {visible(one.note)}" for one in waiting if one.note]
    found = table(("Where", "Before", "Local", "Remote"), rows, [False] * 4)
    if len(waiting) > len(rows):
        found.append(f"  and {len(waiting) - len(rows):,} more, which the tab and --json list")
    lines = ["", paint(head, "warning"), *found, *(["", *notes] if notes else [])]
    return [*lines, "", _ADVICE.format(visible(tab or "Conflicts"))]


_ADVICE: Final = (
    "Each workbook keeps its own value until then. Choose on its tab {} which one counts, or type another value there, "
    "and sync again. Or let one of them count for all: --prefer local, --prefer remote."
)


@dataclass(frozen=True, slots=True)
class PairLine:
    """One pair in words: the other workbook, when they were synced, what is new on each side, what waits.

    `coming` is what the next sync meets besides; `tab` is the name of the tab on which people settle what waits.
    """

    other: str
    synced: str
    unfinished: bool
    here: Mapping[str, int] | None
    there: Mapping[str, int] | None
    why: str
    conflicts: Sequence[ConflictLine]
    coming: Sequence[ConflictLine] = ()
    tab: str = ""


@dataclass(frozen=True, slots=True)
class LogLine:
    """The end of an audit log: the other workbook of its pair ("": the workbook's own), its entries, its last hash."""

    other: str
    entries: int
    head: str


def status_lines(
    path: str, pairs: Sequence[PairLine], logs: Sequence[LogLine] = (), paint: Paint = unpainted
) -> list[str]:
    """With what a workbook is synced, how it stands with each, and where its audit logs end."""
    lines: list[str] = []
    if not pairs:
        lines.append(f"{visible(path)} is not synced with another workbook. `sheetkit sync` begins it.")
    for pair in pairs:
        lines.append(paint(f"{visible(path)} is synced with {visible(pair.other)}", "title"))
        lines.append(f"Last sync: {pair.synced}" if pair.synced else "No sync was finished yet.")
        if pair.unfinished:
            lines.append(paint("The last sync was cut off; the next one goes on where it stopped.", "warning"))
        if pair.why:
            lines.append(paint(f"What is new cannot be told: {visible(pair.why)}", "warning"))
        for name, counts in (("here", pair.here), ("there", pair.there)):
            if counts is not None:
                lines.append(f"New {name}: {_counted(counts) or 'nothing'}.")
        lines += _coming(pair.coming, paint)
        lines += waiting_lines(pair.conflicts, paint, pair.tab) if pair.conflicts else ["No conflict waits."]
    for log in logs:
        whose = f" of syncs with {visible(log.other)}" if log.other else ""
        lines.append(f"Audit log{whose}: {counted(log.entries, 'event')}, head {log.head}")
    return lines


def _told(conflicts: Sequence[ConflictLine]) -> list[str]:
    """What was decided about conflicts that do not wait; of very many of a kind only how many."""
    lines: list[str] = []
    for kind, words in TOLD.items():
        found = [one for one in conflicts if one.kind == kind]
        lines += [f"{visible(one.place)} {words}." for one in found[:MOST_LINES]]
        more = len(found) - MOST_LINES
        lines += [f"So it is with {more:,} more, which the audit log lists."] if more > 0 else []
    return lines


def _coming(coming: Sequence[ConflictLine], paint: Paint) -> list[str]:
    """What the next sync will ask, and what it will decide by itself."""
    asked = sum(one.waiting for one in coming)
    lines = [paint(f"Changed on both sides: {counted(asked, 'cell')}. The next sync asks you about that.", "warning")]
    return [*lines[: bool(asked)], *_told(coming)]


def _counted(counts: Mapping[str, int]) -> str:
    kinds = (("added", "row"), ("deleted", "row"), ("changed", "cell"))
    return ", ".join(f"{counted(counts[what], noun)} {what}" for what, noun in kinds if counts[what])


def entry_lines(entries: Sequence[Mapping[str, Any]]) -> list[str]:
    """Entries of the audit log as a table."""
    rows = [
        (
            str(entry["sequence"]),
            str(entry["at"]),
            str(entry["actor"]),
            str(entry["action"]),
            " ".join(str(entry[part]) for part in ("tab", "key", "column") if entry[part]),
            str(entry["before"]),
            str(entry["after"]),
        )
        for entry in entries
    ]
    heads = ("No.", "When (UTC)", "Who", "What", "Where", "Before", "After")
    return table(heads, rows, [True, *[False] * 6], last=60) if rows else []
