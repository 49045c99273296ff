"""Advance: all that `update` does to a ledger, in order, before anything is written."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sheetkit.compute.checks import check_rules
from sheetkit.compute.recompute import recompute
from sheetkit.compute.stamps import fill_defaults, stamp_checks, stamp_values
from sheetkit.core.problem import Problem
from sheetkit.records.changes import log_changes, remember, stamp_last_action
from sheetkit.records.check import check
from sheetkit.records.keys import Sequences, fill_keys
from sheetkit.records.ledger import Ledger
from sheetkit.records.place import Parsed

MENDED = frozenset({"formula-overwritten", "rows-below-table"})
"""The codes of problems that an update mends by itself."""


@dataclass(frozen=True, slots=True)
class Advanced:
    """A ledger brought up to a moment, and what that took.

    `given` are the new keys by table, `stamped` counts stamps and defaults, `logged` the new log entries by table,
    `restored` are the problems that the update itself mends (formulas typed over, rows below the table), `problems`
    those that remain.
    """

    ledger: Ledger
    given: Mapping[str, tuple[str, ...]]
    stamped: int
    logged: Mapping[str, int]
    restored: tuple[Problem, ...]
    problems: tuple[Problem, ...]
    sequences: Sequences


def advance(parsed: Parsed, now: datetime, sequences: Sequences) -> Advanced:
    """Bring what was read up to `now`: log changes, give keys, fill defaults, stamp, recompute, check.

    Doing it twice at the same moment changes nothing the second time. What people typed is never changed.
    """
    logged = log_changes(parsed.ledger, now)
    keyed = fill_keys(logged.ledger, now.date(), sequences)
    ledger, stamped = fill_defaults(keyed.ledger, keyed.new)
    ledger, moved = stamp_last_action(ledger, logged.changed, now)
    ledger = recompute(remember(ledger), now.date())
    ledger, written = stamp_values(ledger, now)
    if written:
        ledger = recompute(ledger, now.date())
    parsed = replace(parsed, ledger=ledger)
    problems = (*ledger.problems, *check(parsed), *check_rules(parsed))
    restored = tuple(problem for problem in problems if problem.code in MENDED)
    problems = tuple(problem for problem in problems if problem.code not in MENDED)
    ledger = stamp_checks(parsed, problems)
    return Advanced(ledger, keyed.given, stamped + moved + written, logged.entries, restored, problems, keyed.sequences)
