"""Everything that one running server knows."""

from dataclasses import dataclass, field

from sheetkit.emulator.clock import Clock
from sheetkit.emulator.faults import Faults
from sheetkit.emulator.logins import Logins
from sheetkit.emulator.quota import Quota
from sheetkit.emulator.store import Store
from sheetkit.emulator.traffic import Log


@dataclass(slots=True)
class World:
    """The files of one server, who logged in, its clock, quota and faults, and the record of its requests."""

    store: Store = field(default_factory=Store)
    clock: Clock = field(default_factory=Clock)
    logins: Logins = field(default_factory=Logins)
    quota: Quota = field(default_factory=lambda: Quota(enabled=False))
    faults: Faults = field(default_factory=lambda: Faults(()))
    log: Log = field(default_factory=Log)
