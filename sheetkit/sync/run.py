"""One sync of two sides: read both, merge, keep the plan, write both, agree on the base; after a crash, go on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Protocol, TypeVar

from sheetkit.core.errors import FileMoved, SheetkitError
from sheetkit.core.values import CellValue
from sheetkit.sync.compose import applied, composed
from sheetkit.sync.conflict import Conflict
from sheetkit.sync.guards import MAX_DELETE, too_many
from sheetkit.sync.keys import NewKey
from sheetkit.sync.memory import Memory, Pending, Sequences, Store, written
from sheetkit.sync.merge import Prefer, merge
from sheetkit.sync.plan import Changes, Plan, Vanished
from sheetkit.sync.resume import known
from sheetkit.sync.rules import SAFE, Rules
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

    def prepare(self, changes: Changes, *, leads: bool, sequences: Sequences) -> Made:
        """Make changes to what was read. The side that leads brings rows up to date: stamps, log entries, checks.

        `sequences` are numbers that no new key may have any more.
        """

    def write(self, prepared: Made, mark: int | None) -> None:
        """Write it, all or nothing, with a new mark. Raises FileMoved when somebody changed the side since."""


Record = Callable[["Outcome", tuple[Snapshot, Snapshot]], None]
"""Is told what is going to be written, and what both sides said before, once that is known and before it is done."""


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
    """What a sync did, or with `dry_run` would do: the changes to each side, and every conflict it met."""

    to_local: Changes
    to_remote: Changes
    conflicts: tuple[Conflict, ...]
    mark: int
    wrote: bool = False

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
    for attempt in range(1, TRIES + 1):
        try:
            done = _once(_Run(store, (local, remote), keys, options))
        except FileMoved:
            if attempt == TRIES:
                raise
            continue
        if done:
            return done
    raise SyncStopped("The keys of new rows could not be settled.", hint="Run the command again.")


@dataclass(slots=True)
class _Run:
    """What one attempt works with."""

    store: Store
    sides: tuple[Replica[Any], Replica[Any]]
    keys: Keys
    options: Options


def _once(work: _Run) -> Outcome | None:
    """One attempt; None when keys were written first and it has to begin anew."""
    local, remote = work.sides
    before = local.read(), remote.read()
    memory = work.store.load()
    base = known(memory, *before, (local.mark, remote.mark))
    sequences = highest(memory.sequences, local.sequences, remote.sequences)
    options = work.options
    new_key = work.keys(memory, *before, sequences)
    plan = merge(base, *before, new_key, prefer=options.prefer, choices=options.choices, rules=options.rules)
    _guard(plan, work)
    if not options.dry_run and _write_keys(plan, before, sequences, work):
        return None
    return _write(plan, base, memory, before, sequences, work)


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
    if work.options.record:
        local, remote = (plan.own_keys[side] if side in due else Changes() for side in (0, 1))
        told = tuple(conflict for conflict in plan.conflicts if conflict.kind in {"re-keyed", "key"})
        work.options.record(Outcome(local, remote, told, 0), before)
    for side in due:
        replica = work.sides[side]
        ready = replica.prepare(plan.own_keys[side], leads=False, sequences=sequences)
        replica.write(ready, replica.mark)
    return True


def _write(
    plan: Plan,
    base: Snapshot | None,
    memory: Memory,
    before: tuple[Snapshot, Snapshot],
    sequences: Sequences,
    work: _Run,
) -> Outcome:
    local, remote = work.sides
    leading = local.prepare(plan.to_local, leads=True, sequences=sequences)
    following = applied(before[1], plan.to_remote)
    # What followed on the local side comes to the remote one by a second merge.
    rest = merge(plan.after, leading.snapshot, following, work.keys(memory, leading.snapshot, following, sequences))
    to_remote = composed(before[1], plan.to_remote, rest.to_remote)
    trailing = remote.prepare(to_remote, leads=False, sequences=leading.sequences)
    after = rest.after
    moves = base is None or not agree(base, after) or None in (local.mark, remote.mark)
    marks = (local.mark or 0, remote.mark or 0)
    mark = max(*memory.marks, memory.pending.mark if memory.pending else 0, *marks)
    mark += moves or not (leading.empty and trailing.empty)
    outcome = Outcome(plan.to_local, to_remote, plan.conflicts, mark)
    if work.options.dry_run:
        return outcome
    if memory.marks == (mark, mark) and not memory.pending:
        work.store.log(plan.conflicts)
        return outcome
    targets = (written(before[0], plan.to_local), written(before[1], to_remote))
    if work.options.record:
        work.options.record(outcome, before)
    work.store.begin(base, marks, Pending(after, mark, targets, plan.renamed), plan.conflicts)
    local.write(leading, mark)
    remote.write(trailing, mark)
    work.store.commit(after, mark, leading.sequences)
    return replace(outcome, wrote=True)
