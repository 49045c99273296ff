"""Whatever keeps a promise is needed for it: with each switched off, the games in memory show which promise breaks."""

import random
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from sheetkit.app import syncing
from sheetkit.audit import chain
from sheetkit.backends.memory import MemoryBackend
from sheetkit.formula.layout import Layout
from sheetkit.sync import run
from sheetkit.sync.base import StateFile
from sheetkit.sync.conflict import Conflict
from sheetkit.sync.memory import Pending
from sheetkit.sync.rules import Rules
from sheetkit.sync.run import Options
from sheetkit.sync.snapshot import Snapshot
from sheetkit.workbook.patch import Patch
from tests.sync.game import Game
from tests.sync.people import START, Turn
from tests.sync.promises import Broken
from tests.sync.shelves import Keeper, Shelves

MANY = 60
"""Games in which a promise must have broken."""
CALM = 3
"""Games of the same kind in which none does, with everything on."""


@pytest.fixture(scope="module")
def shelves(tmp_path_factory: pytest.TempPathFactory) -> Shelves:
    return Shelves(tmp_path_factory.mktemp("shelves"))


def play(shelves: Shelves, acts: Sequence[str], games: int) -> None:
    """Games in which these things happen one after the other, mostly to one row."""
    for seed in range(games):
        draw = random.Random(seed)  # noqa: S311 - a game
        game, at = Game(shelves, strict=True), draw.randrange(12)
        for act in acts:
            name, _, kind = act.partition(" ")
            row = at if not kind else Game.CLASHES.index(kind) + len(Game.CLASHES) * draw.randrange(5)
            game.act(name, Turn(draw.randrange(2), row, draw.randrange(60)))
            game.holds()
        game.sync(START)


def without(rule: str) -> Callable[[pytest.MonkeyPatch], None]:
    """A rule of the merge."""
    rules = Rules(**{rule: False})
    return lambda patch: patch.setattr(syncing, "Options", partial(Options, rules=rules))


def no_plan(patch: pytest.MonkeyPatch) -> None:
    """The plan is not kept before anything is written."""
    patch.setattr(StateFile, "begin", lambda store, *given: store.log(given[-1]))


def log_afterwards(patch: pytest.MonkeyPatch) -> None:
    """The conflicts are logged when all is written."""
    begin, commit, late = StateFile.begin, StateFile.commit, list[Conflict]()

    def first(store: StateFile, base: Any, marks: Any, pending: Pending, conflicts: Sequence[Conflict]) -> None:
        late[:] = conflicts
        begin(store, base, marks, pending, ())

    def last(store: StateFile, base: Snapshot, mark: int, sequences: Any) -> None:
        commit(store, base, mark, sequences)
        store.log(late)

    patch.setattr(StateFile, "begin", first)
    patch.setattr(StateFile, "commit", last)


def base_first(patch: pytest.MonkeyPatch) -> None:
    """The base is written before the sides."""
    begin = StateFile.begin

    def both(store: StateFile, base: Any, marks: Any, pending: Pending, conflicts: Sequence[Conflict]) -> None:
        begin(store, base, marks, pending, conflicts)
        StateFile.commit(store, pending.after, pending.mark, {})

    patch.setattr(StateFile, "begin", both)


def no_second_look(patch: pytest.MonkeyPatch) -> None:
    """A workbook is written though it is no longer as it was read."""
    plain = MemoryBackend.patch

    def blind(keeper: Keeper, change: Patch, layout: Layout, *, backup: bool = True) -> str:
        old = keeper.was or keeper.grid
        keeper.grid = old
        return plain(keeper, replace(change, revision=keeper.grid.revision), layout, backup=backup)

    patch.setattr(Keeper, "put", blind)


def no_limit(patch: pytest.MonkeyPatch) -> None:
    """However much is gone from a side, the sync goes on."""
    patch.setattr(run, "too_many", lambda *_: [])


def torn_tail_stays(patch: pytest.MonkeyPatch) -> None:
    """What a crash left half written of the audit log is written on."""
    patch.setattr(chain, "_set_aside", lambda path, _: Path(path.name))


SWITCHES: dict[str, tuple[Callable[[pytest.MonkeyPatch], None], tuple[str, ...], str]] = {
    "keep_edit_against_delete": (without("keep_edit_against_delete"), ("clash delete",), "I1"),
    "wait_when_both_changed": (without("wait_when_both_changed"), ("clash edit",), "I1"),
    "leave_own_formulas": (without("leave_own_formulas"), ("formula", "sync", "delete"), "I11"),
    "part_copies": (without("part_copies"), ("copy",), "I[24]"),
    "part_new_rows": (without("part_new_rows"), ("clash add_keyed", "edit", "edit", "edit"), "I6"),
    "adopt_wiped_keys": (without("adopt_wiped_keys"), ("clash wipe",), "I5"),
    "rename": (without("rename"), ("clash rekey",), "I5"),
    "plan first": (no_plan, ("edit", "edit", "crash"), "I8"),
    "conflicts logged first": (log_afterwards, ("clash edit", "clash edit", "crash"), "I1"),
    "base last": (base_first, ("edit", "edit", "crash"), "I8"),
    "look again": (no_second_look, ("edit", "edit", "meanwhile"), "I1"),
    "max-delete": (no_limit, ("empty",), "I9"),
    "torn tail": (torn_tail_stays, ("edit", "edit", "crash"), "I12"),
}
"""How each is switched off, what people then do, and which promise breaks."""


@pytest.mark.parametrize("switch", SWITCHES)
def test_a_promise_breaks_without(shelves: Shelves, monkeypatch: pytest.MonkeyPatch, switch: str) -> None:
    off, acts, promise = SWITCHES[switch]
    play(shelves, acts, CALM)
    off(monkeypatch)
    with pytest.raises(Broken, match=rf"^{promise}\b"):
        play(shelves, acts, MANY)


def test_every_rule_of_the_merge_is_switched_off() -> None:
    assert {field.name for field in fields(Rules)} <= SWITCHES.keys()
