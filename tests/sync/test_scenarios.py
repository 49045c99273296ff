"""Each folder in `scenarios` is a sync: base (if there was one), local, remote, and what is expected of it.

`expected.txt` begins with a sentence, and options as `@prefer local`. What strikes a first sync, which the next one has
to finish, is a line too: `@fault kill remote` (before that step: log, keys, begin, local, remote, commit),
`@fault answer-lost remote`, `@fault restored-old-copy local`, `@fault lost-base`; `@edit meanwhile remote Cases | K2 |
Amount | 99` is typed between read and write. Scenarios `@on files` and `@on spreadsheet` are played on real workbooks
(`staged.py`). `python -m tests.sync.test_scenarios NAME` writes what comes of a new one, to be read before it is kept.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, replace
from pathlib import Path

import pytest

from sheetkit.emulator.server import Server
from sheetkit.sync.memory import Memory
from sheetkit.sync.rules import SAFE, Rules
from sheetkit.sync.run import Options, SyncStopped, run
from tests.sync import staged
from tests.sync.readable import cells, outcome, parsed, value
from tests.sync.sides import AnswerLost, Crash, Power, Shelf, Side, maker

FOLDER = Path(__file__).parent / "scenarios"
NAMES = sorted(path.name for path in FOLDER.iterdir()) if FOLDER.exists() else []


def read(folder: Path, name: str) -> str:
    return (folder / f"{name}.txt").read_text(encoding="utf-8")


def lines(head: str) -> list[list[str]]:
    """What the head of a scenario says besides its sentence, word by word; the fourth word is the rest."""
    return [line[1:].split(maxsplit=3) for line in head.splitlines() if line.startswith("@")]


def options(head: str) -> Options:
    found = Options()
    for line in head.splitlines():
        name, _, words = line.partition(" ")
        if name == "@prefer":
            found = replace(found, prefer=words)  # type: ignore[arg-type]
        elif name == "@max-delete":
            found = replace(found, max_delete=float(words))
        elif name == "@choose":
            table, key, column, chosen = cells(words)
            found = replace(found, choices={(table, key.casefold(), column): value(chosen)})
    return found


def typed(side: Side, words: str) -> Callable[[], None]:
    """Somebody types into a cell."""
    name, key, column, text = cells(words)

    def types() -> None:
        table = side.state.tables[name]
        values = list(table.columns[column])
        values[list(table.keys).index(key)] = value(text)
        columns = {**table.columns, column: values}
        side.state = replace(side.state, tables={**side.state.tables, name: replace(table, columns=columns)})
        side.revision += 1

    return types


def struck(head: str, sides: Sequence[Side], shelf: Shelf) -> bool:
    """Let happen what the scenario says; whether the first sync will be cut off."""
    named, cut = {side.name: side for side in sides}, False
    for kind, what, *more in lines(head):
        if kind == "edit":
            named[more[0]].before_write = typed(named[more[0]], more[1])
        elif kind == "fault" and what == "kill":
            shelf.power.dies, cut = more[0], True
        elif kind == "fault" and what == "answer-lost":
            named[more[0]].answer_lost = cut = True
        elif kind == "fault" and what == "restored-old-copy":
            named[more[0]].mark = 0
        elif kind == "fault" and what == "lost-base":
            shelf.memory = Memory()
    return cut


def synced(folder: Path, head: str, rules: Rules = SAFE) -> str:
    power = Power()
    marks = (1, 1) if (folder / "base.txt").exists() else (None, None)
    base = parsed(read(folder, "base")) if marks[0] else None
    sides = [
        Side(name, power, parsed(read(folder, name)), mark)
        for name, mark in zip(("local", "remote"), marks, strict=True)
    ]
    shelf = Shelf(power, Memory(base, (1, 1)) if base else Memory())
    given = replace(options(head), rules=rules)
    if struck(head, sides, shelf):
        with pytest.raises((Crash, AnswerLost)):
            run(shelf, sides[0], sides[1], maker, given)
    try:
        done = run(shelf, sides[0], sides[1], maker, given)
    except SyncStopped as stopped:
        assert [side.writes for side in sides] == [0, 0]
        return f"Stopped: {stopped.message}\n"
    assert not any(side.before_write or side.answer_lost for side in sides), "what was to happen did not"
    writes = [side.writes for side in sides]
    again = run(shelf, sides[0], sides[1], maker, Options())
    assert [side.writes for side in sides] == writes, "I3"
    assert not again.wrote
    return outcome(sides[0].state, sides[1].state, shelf.conflicts or done.conflicts)


def came(name: str, server: Server, folder: Path) -> str:
    """What comes of a scenario."""
    head = head_of(read(FOLDER / name, "expected"))
    if not any(line[0] == "on" for line in lines(head)):
        return synced(FOLDER / name, head)
    return staged.played(
        {one: read(FOLDER / name, one) for one in ("base", "local", "remote")}, lines(head), folder, server
    )


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server() as server:
        yield server


def head_of(text: str) -> str:
    """The sentence and the options."""
    return text.partition("\n\n")[0]


def plain(text: str) -> str:
    return "\n".join(" | ".join(cells(line)) for line in text.strip().splitlines() if line.strip())


@pytest.mark.parametrize("name", NAMES)
def test_scenario(name: str, server: Server, tmp_path: Path) -> None:
    _, _, expected = read(FOLDER / name, "expected").partition("\n\n")
    server.world.log.clear()
    assert plain(came(name, server, tmp_path)) == plain(expected)


WITHOUT = [
    ("keep_edit_against_delete", "edit-against-delete"),
    ("wait_when_both_changed", "edit-both-conflict"),
    ("leave_own_formulas", "own-formula-in-deleted-row"),
    ("part_copies", "row-copied"),
    ("part_new_rows", "row-added-both-same-key"),
    ("adopt_wiped_keys", "key-wiped"),
    ("rename", "key-renamed-and-edited-there"),
]


def test_every_rule_has_its_scenario() -> None:
    assert [rule for rule, _ in WITHOUT] == [field.name for field in fields(Rules)]


@pytest.mark.parametrize(("rule", "name"), WITHOUT)
def test_without_a_rule_a_scenario_ends_otherwise(rule: str, name: str) -> None:
    head, _, expected = read(FOLDER / name, "expected").partition("\n\n")
    try:
        ends = synced(FOLDER / name, head, Rules(**{rule: False}))
    except AssertionError:
        return
    assert plain(ends) != plain(expected)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as temporary, Server() as emulated:
            ends = came(name, emulated, Path(temporary))
        head = head_of(read(FOLDER / name, "expected"))
        (FOLDER / name / "expected.txt").write_text(f"{head}\n\n{ends}", encoding="utf-8")
