"""A problem: something wrong with what a person typed. It is a value, never an exception."""

from dataclasses import asdict, dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong, where it is, and what to do about it.

    `code` is stable and documented (`docs/problems.md`). `tab` is the worksheet's present name, `cell` its A1 address,
    `key` the row's key; each is "" where it does not apply. `message` says what was found and why that is wrong;
    `hint` says what to do. A warning does not change the exit code.
    """

    code: str
    message: str
    hint: str = ""
    tab: str = ""
    cell: str = ""
    key: str = ""
    column: str = ""
    severity: Severity = "error"

    @property
    def word(self) -> str:
        """What it is called where people read it: a problem or a warning."""
        return "problem" if self.severity == "error" else "warning"

    @property
    def place(self) -> str:
        """Where it is, as a person would say it: `Cases!D7 (RF-2026-0001, Amount)`."""
        address = f"{self.tab}!{self.cell}" if self.tab and self.cell else self.tab or self.cell
        detail = ", ".join(part for part in (self.key, self.column) if part)
        return f"{address} ({detail})" if detail and address else address or detail

    def as_dict(self) -> dict[str, str]:
        """The problem as the JSON output shows it."""
        return asdict(self)
