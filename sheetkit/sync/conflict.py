"""What a merge could not decide, or decided in a way that a person should hear of."""

from dataclasses import dataclass
from typing import Literal

from sheetkit.core.values import CellValue

Kind = Literal[
    "edited", "formula", "deleted", "delete-kept", "re-keyed", "key", "stamp", "list", "setting", "settled", "unused"
]

WAITING: frozenset[Kind] = frozenset({"edited", "formula", "deleted", "setting"})
"""The kinds that wait for a person; of the others the log tells what was done."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """One disagreement: `before` is what both sides last agreed on, `local` and `remote` what they say now.

    edited: both changed the cell. formula: where one side changed the value, the other's own formula stands, or merged
    cells hide it. setting: as edited, on the Settings tab. deleted: a deleted row holds such a cell, so it stays there.
    These wait. delete-kept: one deleted the row, the other edited it, and it stays. re-keyed: two rows had one key, and
    this one (`key`) got another. key: both changed a row's key, and one was taken. stamp: both updated a stamp, and one
    was taken. list: both changed an entry of a list, which now has both words. settled: a person decided. unused: what
    a person decided (`before`) was not carried out, because the cells had changed since. Where the place is no table
    `table` is "", and `column` names the setting or list.
    """

    kind: Kind
    table: str
    key: str
    column: str = ""
    before: CellValue = None
    local: CellValue = None
    remote: CellValue = None

    @property
    def waiting(self) -> bool:
        """Whether a person has to settle it."""
        return self.kind in WAITING

    @property
    def place(self) -> tuple[str, str, str]:
        """By what it is known again at the next sync."""
        return self.table, self.key.casefold(), self.column
