"""Everything that one running server knows."""

from dataclasses import dataclass, field

from sheetkit.emulator.clock import Clock
from sheetkit.emulator.store import Store
from sheetkit.emulator.traffic import Log


@dataclass(slots=True)
class World:
    """The files, the clock and the record of requests of one server."""

    store: Store = field(default_factory=Store)
    clock: Clock = field(default_factory=Clock)
    log: Log = field(default_factory=Log)
