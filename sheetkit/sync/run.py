"""One sync of two sides: read both, merge, keep the plan, write both, agree on the base; after a crash, go on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Protocol, TypeVar

from sheetkit.core.errors import FileMoved, SheetkitError
from sheetkit.core.values import CellValue
from sheetkit.sync.compose import applied, composed
from sheetkit.sync.conflict import Conflict
from sheetkit.sync.conflict_board import Entry, Posting, Waiting, turned
from sheetkit.sync.guards import MAX_DELETE, too_many
from sheetkit.sync.keys import NewKey
from sheetkit.sync.memory import Memory, Pending, Sequences, Store, written
from sheetkit.sync.merge import Prefer, merge
from sheetkit.sync.plan import Changes, Plan, Vanished
from sheetkit.sync.resume import known
from sheetkit.sync.rules import SAFE, Rules
from sheetkit.sync.settling import FORMULA, Settling, kept, settle
from sheetkit.sync.snapshot import Snapshot, agree
from sheetkit.sync.tables import Place

TRIES: Final = 6
"""How often a sync begins anew: once after keys were written, and when somebody saves a side while it works."""


class SyncStopped(SheetkitError):  # noqa: N818 - the domain's word, not a suffix
    """The sync stopped before anything was written."""


class Prepared(Protocol):
    """A side with changes made to it, not yet written."""

    @property
    def snapshot(self) -> Snapshot:
        """What the side will say, with all that follows from the changes."""

    @property
    def empty(self) -> bool:
        """Whether nothing at all would be written."""

    @property
    def sequences(self) -> Sequences:
        """The highest numbers given out in keys by then."""


Made = TypeVar("Made", bound=Prepared)


class Replica(Protocol[Made]):
    """One side of a sync."""

    @property
    def name(self) -> str:
        """What a person calls it."""

    def read(self) -> Snapshot:
        """What it says now."""

    @property
    def mark(self) -> int | None:
        """The number of the last sync that was written to it, as read; None where there was none."""

    @property
    def sequences(self) -> Sequences:
        """The highest numbers given out in its keys, as read."""

    def prepare(self, changes: Changes, *, leads: bool, sequences: Sequences, posting: Posting | None = None) -> Made:
        """Make changes to what was read. The side that leads brings rows up to date: stamps, log entries, checks.

        `sequences` are numbers that no new key may have any more. `posting` is what its Conflicts tab is to show, as
        this side sees it; None leaves that tab alone.
        """

    def decisions(self, conflict: Conflict) -> Sequence[Entry]:
        """What people typed on its Conflicts tab as the resolution of a conflict, as this side sees it."""

    def leftovers(self, waiting: Sequence[Conflict]) -> Sequence[Conflict]:
        """Values typed on its Conflicts tab for conflicts that wait no longer, each as one of the kind `unused`."""

    def understood(self, conflict: Conflict, value: CellValue) -> CellValue:
        """What a typed value means in the conflict's cell. Raises Unreadable."""

    def shown(self, conflict: Conflict, value: CellValue) -> str:
        """A value as the Conflicts tab shows it."""

    def write(self, prepared: Made, mark: int | None) -> None:
        """Write it, all or nothing, with a new mark. Raises FileMoved when somebody changed the side since."""


Record = Callable[["Outcome"], None]
"""Is told what is going to be written, once that is known and before it is done."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to sync. `max_delete` is a percentage; `choices` are what people decided, by the conflict's place."""

    prefer: Prefer = ""
    max_delete: float = MAX_DELETE
    choices: Mapping[Place, CellValue] = field(default_factory=dict)
    dry_run: bool = False
    rules: Rules = SAFE
    record: Record | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a sync did, or with `dry_run` would do: the changes to each side, and every conflict it met.

    `notes` say by the place of a conflict why what a person decided was not carried out. `before` is what the two said
    before these changes.
    """

    to_local: Changes
    to_remote: Changes
    conflicts: tuple[Conflict, ...]
    mark: int
    wrote: bool = False
    notes: Mapping[Place, str] = field(default_factory=dict)
    before: tuple[Snapshot, Snapshot] = (Snapshot(), Snapshot())

    @property
    def waiting(self) -> tuple[Conflict, ...]:
        """The conflicts that a person has to settle."""
        return tuple(conflict for conflict in self.conflicts if conflict.waiting)


Keys = Callable[[Memory, Snapshot, Snapshot, Sequences], NewKey]
"""Makes new keys, none of which is in use on either side, or known or given out before."""


def run(store: Store, local: Replica[Any], remote: Replica[Any], keys: Keys, options: Options) -> Outcome:
    """Bring both sides in step. Raises SyncStopped, and what reading and writing raise; both sides are then whole.

    A run that was killed at any point is continued by the next one.
    """
    work = _Run(store, (local, remote), keys, options)
    for attempt in range(1, TRIES + 1):
        try:
            done = _once(work)
        except FileMoved:
            if attempt == TRIES:
                raise
            continue
        if done:
            return done
    raise SyncStopped("The keys of new rows could not be settled.", hint="Run the command again.")


@dataclass(slots=True)
class _Run:
    """What every attempt works with. `early` is what was decided about keys that an attempt has written already."""

    store: Store
    sides: tuple[Replica[Any], Replica[Any]]
    keys: Keys
    options: Options
    early: list[Conflict] = field(default_factory=list)


def _once(work: _Run) -> Outcome | None:
    """One attempt; None when keys were written first and it has to begin anew."""
    local, remote = work.sides
    before = local.read(), remote.read()
    memory = work.store.load()
    base = known(memory, *before, (local.mark, remote.mark))
    sequences = highest(memory.sequences, local.sequences, remote.sequences)
    options = work.options

    def merged(choices: Mapping[Place, CellValue]) -> Plan:
        new_key = work.keys(memory, *before, sequences)
        return merge(base, *before, new_key, prefer=options.prefer, choices=choices, rules=options.rules)

    plan = merged(options.choices)
    found = settle(plan.waiting, (local, remote), memory.pending.choices if memory.pending else ())
    if found.choices:
        plan = merged({**found.choices, **options.choices})
        found.notes |= {one.place: FORMULA for one in plan.waiting if one.place in found.choices}
    plan = replace(plan, conflicts=(*plan.conflicts, *_unused(plan, found, work)))
    _guard(plan, work)
    if not options.dry_run and _write_keys(plan, before, sequences, work):
        return None
    return _write(plan, base, memory, before, sequences, work, found)


def _unused(plan: Plan, found: Settling, work: _Run) -> list[Conflict]:
    """What people decided that is not carried out, so that the log has it."""
    local, remote = work.sides
    known = [*plan.waiting, *(one for one in plan.conflicts if one.kind == "settled" and one.place in found.choices)]
    gone = [*local.leftovers(known), *map(turned, remote.leftovers(list(map(turned, known))))]
    return list(dict.fromkeys([*found.unused, *gone]))


def highest(*all_sequences: Sequences) -> Sequences:
    """The highest number by table and prefix."""
    found: dict[str, dict[str, int]] = {}
    for sequences in all_sequences:
        for table, prefixes in sequences.items():
            mine = found.setdefault(table, {})
            for prefix, number in prefixes.items():
                mine[prefix] = max(mine.get(prefix, 0), number)
    return found


def _guard(plan: Plan, work: _Run) -> None:
    for side, lost in zip(work.sides, plan.vanished, strict=True):
        if found := too_many(lost, work.options.max_delete):
            raise SyncStopped(_told(side.name, found), hint=_ADVICE)


_ADVICE = (
    "Nothing was written. If the rows were deleted on purpose, run it again with --max-delete 100. If not, bring back "
    "the version before (after a change one lies beside the file, its name ending in .bak)."
)


def _told(name: str, lost: list[Vanished]) -> str:
    parts = [f"{one.gone:,} of {one.of:,} in {one.name}" for one in lost]
    return f"{name} has lost more than a sync takes away unasked: {'; '.join(parts)} are gone or empty since the last."


def _write_keys(plan: Plan, before: tuple[Snapshot, Snapshot], sequences: Sequences, work: _Run) -> bool:
    """Write keys that must stand on their own side before a row is copied to the other; whether any had to be.

    The local side is written first of all, so that its new rows have their keys when they are copied.
    """
    due = [side for side in (0, 1) if plan.early[side] or (plan.filled[side] and side == 1)]
    if not due:
        return False
    work.store.log(plan.conflicts)
    told = tuple(conflict for conflict in plan.conflicts if conflict.kind in {"re-keyed", "key"})
    if work.options.record:
        local, remote = (plan.own_keys[side] if side in due else Changes() for side in (0, 1))
        work.options.record(Outcome(local, remote, told, 0, before=before))
    for side in due:
        replica = work.sides[side]
        ready = replica.prepare(plan.own_keys[side], leads=False, sequences=sequences)
        replica.write(ready, replica.mark)
    work.early += told
    return True


def _write(
    plan: Plan,
    base: Snapshot | None,
    memory: Memory,
    before: tuple[Snapshot, Snapshot],
    sequences: Sequences,
    work: _Run,
    found: Settling,
) -> Outcome:
    local, remote = work.sides
    waiting = [Waiting(one, since, found.notes.get(one.place, "")) for one, since in work.store.since(plan.waiting)]
    leading = local.prepare(plan.to_local, leads=True, sequences=sequences, posting=Posting(remote.name, waiting))
    following = applied(before[1], plan.to_remote)
    # What followed on the local side comes to the remote one by a second merge.
    rest = merge(plan.after, leading.snapshot, following, work.keys(memory, leading.snapshot, following, sequences))
    to_remote = composed(before[1], plan.to_remote, rest.to_remote)
    theirs = Posting(local.name, [one.turned() for one in waiting])
    trailing = remote.prepare(to_remote, leads=False, sequences=leading.sequences, posting=theirs)
    after = rest.after
    moves = base is None or not agree(base, after) or None in (local.mark, remote.mark)
    marks = (local.mark or 0, remote.mark or 0)
    mark = max(*memory.marks, memory.pending.mark if memory.pending else 0, *marks)
    mark += moves or not (leading.empty and trailing.empty)
    conflicts = tuple(dict.fromkeys((*work.early, *plan.conflicts)))
    outcome = Outcome(plan.to_local, to_remote, conflicts, mark, notes=found.notes, before=before)
    if work.options.dry_run:
        return outcome
    if memory.marks == (mark, mark) and not memory.pending:
        work.store.log(plan.conflicts)
        return outcome
    targets = (written(before[0], plan.to_local), written(before[1], to_remote))
    if work.options.record:
        work.options.record(outcome)
    pending = Pending(after, mark, targets, plan.renamed, kept(found.choices, plan.conflicts))
    work.store.begin(base, marks, pending, plan.conflicts)
    local.write(leading, mark)
    remote.write(trailing, mark)
    work.store.commit(after, mark, leading.sequences)
    return replace(outcome, wrote=True)
