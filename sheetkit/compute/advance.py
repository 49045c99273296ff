"""Advance: all that `update` does to a ledger, in order, before anything is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from sheetkit.compute.checks import check_rules
from sheetkit.compute.settle import Settling
from sheetkit.compute.stamps import fill_defaults, stamp_checks
from sheetkit.core.problem import Problem
from sheetkit.records.changes import log_changes, remember, stamp_last_action
from sheetkit.records.check import check
from sheetkit.records.foresee import foresee, unforeseen
from sheetkit.records.keys import Sequences, fill_keys, with_keys
from sheetkit.records.ledger import Ledger
from sheetkit.records.place import Parsed

MENDED = frozenset({"formula-overwritten", "rows-below-table"})
"""The codes of problems that an update mends by itself."""


@dataclass(frozen=True, slots=True)
class Advanced:
    """A ledger brought up to a moment, and what that took.

    `given` are the new keys by table, `stamped` counts stamps and defaults, `logged` the new log entries by table,
    `spawned` the rows by table that others brought, `restored` are the problems that the update itself mends (formulas
    typed over, rows below the table), `problems` those that remain.
    """

    ledger: Ledger
    given: Mapping[str, tuple[str, ...]]
    stamped: int
    logged: Mapping[str, int]
    restored: tuple[Problem, ...]
    problems: tuple[Problem, ...]
    sequences: Sequences
    spawned: Mapping[str, int] = field(default_factory=dict)


def advance(parsed: Parsed, now: datetime, sequences: Sequences) -> Advanced:
    """Bring what was read up to `now`: log changes, give keys, fill defaults, stamp, recompute, spawn, collect, check.

    Doing it twice at the same moment changes nothing the second time. What people typed is never changed.
    """
    logged = log_changes(parsed.ledger, now)
    keyed = fill_keys(logged.ledger, now.date(), sequences)
    ledger, stamped = fill_defaults(keyed.ledger, keyed.new)
    ledger, moved = stamp_last_action(ledger, logged.changed, now)
    work = Settling(replace(parsed, ledger=remember(ledger)), now, keyed.sequences, dict(keyed.given))
    work.settle()
    parsed = foresee(work.parsed)
    problems = (*parsed.ledger.problems, *work.problems, *check(parsed), *check_rules(parsed))
    problems = with_keys(problems, parsed)
    restored = tuple(problem for problem in problems if problem.code in MENDED)
    problems = tuple(problem for problem in problems if problem.code not in MENDED)
    ledger = unforeseen(stamp_checks(parsed, problems), work.ledger.tables)
    counts = stamped + moved + work.stamped
    return Advanced(ledger, work.given, counts, logged.entries, restored, problems, work.sequences, work.spawned)
