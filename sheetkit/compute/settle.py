"""What follows from computed rows: stamps, rows that others bring, and due dates, until nothing more follows."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from sheetkit.compute.collect import collect
from sheetkit.compute.recompute import recompute
from sheetkit.compute.spawn import Spawned, spawn
from sheetkit.compute.stamps import fill_defaults, stamp_values
from sheetkit.core.dates import to_serial
from sheetkit.core.problem import Problem
from sheetkit.records.changes import remember, stamp_last_action
from sheetkit.records.keys import Sequences, fill_keys
from sheetkit.records.ledger import Ledger
from sheetkit.records.place import Parsed
from sheetkit.records.reread import reread

ROUNDS = 50
"""No template needs so many; one whose figures chase each other in a circle is left where it stands."""


@dataclass
class Settling:
    """A ledger on its way: `given` are the keys of new rows by table, `spawned` counts these, `stamped` the stamps."""

    parsed: Parsed
    now: datetime
    sequences: Sequences
    given: dict[str, tuple[str, ...]] = field(default_factory=dict)
    spawned: dict[str, int] = field(default_factory=dict)
    stamped: int = 0
    problems: tuple[Problem, ...] = ()

    @property
    def ledger(self) -> Ledger:
        """The ledger as it stands."""
        return self.parsed.ledger

    @ledger.setter
    def ledger(self, ledger: Ledger) -> None:
        self.parsed = replace(self.parsed, ledger=ledger)

    def settle(self) -> None:
        """Recompute, and go on while anything follows from what was computed.

        Rows come before stamps: what is written once, when nothing is lacking, must wait for the rows that say what is.
        """
        for _ in range(ROUNDS):
            self.ledger = recompute(self.ledger, self.now.date())
            if not (self._spawn() or self._stamp() or self._collect()):
                return

    def add_keys(self, given: Mapping[str, tuple[str, ...]]) -> None:
        """Take down which keys were given to new rows."""
        for table, keys in given.items():
            self.given[table] = self.given.get(table, ()) + keys

    def _stamp(self) -> bool:
        self.ledger, written = stamp_values(self.ledger, self.now)
        self.stamped += written
        return written > 0

    def _spawn(self) -> bool:
        spawned = spawn(self.ledger, self.parsed.places, self.now)
        self.ledger = spawned.ledger
        self.problems = spawned.problems
        if spawned.new:
            self._take_in(spawned)
        return bool(spawned.new or spawned.written)

    def _take_in(self, spawned: Spawned) -> None:
        """New rows get what every new row gets: a key, defaults, a reading."""
        keyed = fill_keys(self.ledger, self.now.date(), self.sequences)
        self.sequences = keyed.sequences
        self.add_keys(keyed.given)
        self.ledger, filled = fill_defaults(keyed.ledger, spawned.new)
        self.ledger, moved = stamp_last_action(self.ledger, {}, self.now)
        self.ledger = remember(self.ledger)
        self.parsed = reread(self.parsed, spawned.new)
        self.stamped += filled + moved
        for table, rows in spawned.new.items():
            self.spawned[table] = self.spawned.get(table, 0) + len(rows)

    def _collect(self) -> bool:
        today = self.ledger.names.get("Today")
        day = float(today) if isinstance(today, float | int) else to_serial(self.now.date())
        self.ledger, written = collect(self.ledger, self.parsed.places, day)
        return written > 0
