"""How tightly each operator of a formula binds, as Excel has it."""

from typing import Final

RANKS: Final[dict[str, int]] = {
    **dict.fromkeys(("=", "<>", "<", "<=", ">", ">="), 1),
    "&": 2,
    **dict.fromkeys(("+", "-"), 3),
    **dict.fromkeys(("*", "/"), 4),
    "^": 5,
}
"""The rank of each infix operator; a higher one binds tighter, equal ones group from the left (2^3^2 is 64)."""

PERCENT: Final = 6
PREFIX: Final = 7
"""A sign binds tighter than ^ and than %: -2^2 is 4 (Excel, "Calculation operators and precedence")."""
