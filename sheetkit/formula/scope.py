"""What a formula can refer to where it stands, and what a check of it says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal

from sheetkit.formula.functions import Kind


@dataclass(frozen=True, slots=True)
class Named:
    """What a name stands for: the kind of its value, and whether it is a range (a list) rather than one cell."""

    kind: Kind = "any"
    range: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Where a formula stands.

    `tables` maps each table to its columns and their kinds, `names` each setting, metric and list. `table` is the table
    whose rows hold the formula ("" for a single cell). `array`: it is entered as an array formula. `today`: it is a
    setting's own value, the one place where TODAY() may stand.
    """

    tables: Mapping[str, Mapping[str, Kind]] = field(default_factory=dict)
    names: Mapping[str, Named] = field(default_factory=dict)
    table: str = ""
    array: bool = False
    today: bool = False

    def column(self, table: str, column: str) -> Kind:
        """The kind of a column; "any" for one that is not there."""
        return self.tables.get(table or self.table, {}).get(column, "any")


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing that is wrong with a formula, or, as a note, that its author should know."""

    message: str
    hint: str = ""
    severity: Literal["error", "note"] = "error"


def nearest(found: str, known: Iterable[str]) -> str:
    """The known word most like the one found, in any case; "" when none is near."""
    by_fold = {word.casefold(): word for word in known}
    near = get_close_matches(found.casefold(), by_fold, n=1)
    return by_fold[near[0]] if near else ""
