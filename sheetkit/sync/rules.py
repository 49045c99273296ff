"""The rules that keep the promises of a sync, each of which a test can switch off to see a promise break."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Rules:
    """All are on outside of tests."""

    keep_edit_against_delete: bool = True
    wait_when_both_changed: bool = True
    leave_own_formulas: bool = True
    part_copies: bool = True
    part_new_rows: bool = True
    adopt_wiped_keys: bool = True
    rename: bool = True


SAFE: Final = Rules()
