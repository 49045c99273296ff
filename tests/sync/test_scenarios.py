"""Each folder in `scenarios` is a sync: base (if there was one), local, remote, and what is expected of it.

`expected.txt` begins with a sentence, and options as `@prefer local`; `python -m tests.sync.test_scenarios` writes what
comes of a new one, to be read before it is kept.
"""

import sys
from dataclasses import fields, replace
from pathlib import Path

import pytest

from sheetkit.sync.memory import Memory
from sheetkit.sync.rules import SAFE, Rules
from sheetkit.sync.run import Options, SyncStopped, run
from tests.sync.readable import cells, outcome, parsed, value
from tests.sync.sides import Power, Shelf, Side, maker

FOLDER = Path(__file__).parent / "scenarios"
NAMES = sorted(path.name for path in FOLDER.iterdir()) if FOLDER.exists() else []


def read(folder: Path, name: str) -> str:
    return (folder / f"{name}.txt").read_text(encoding="utf-8")


def options(text: str) -> Options:
    found = Options()
    given = [line[1:].split(maxsplit=1) for line in text.splitlines() if line.startswith("@")]
    for name, words in given:
        if name == "prefer":
            found = Options(words, found.max_delete, found.choices)  # type: ignore[arg-type]
        elif name == "max-delete":
            found = Options(found.prefer, float(words), found.choices)
        elif name == "choose":
            table, key, column, chosen = cells(words)
            found = Options(found.prefer, found.max_delete, {(table, key.casefold(), column): value(chosen)})
    return found


def synced(folder: Path, head: str, rules: Rules = SAFE) -> str:
    power = Power()
    marks = (1, 1) if (folder / "base.txt").exists() else (None, None)
    base = parsed(read(folder, "base")) if marks[0] else None
    sides = [
        Side(name, power, parsed(read(folder, name)), mark)
        for name, mark in zip(("local", "remote"), marks, strict=True)
    ]
    shelf = Shelf(power, Memory(base, (1, 1)) if base else Memory())
    try:
        done = run(shelf, sides[0], sides[1], maker, replace(options(head), rules=rules))
    except SyncStopped as stopped:
        assert [side.writes for side in sides] == [0, 0]
        return f"Stopped: {stopped.message}\n"
    writes = [side.writes for side in sides]
    again = run(shelf, sides[0], sides[1], maker, Options())
    assert [side.writes for side in sides] == writes, "I3"
    assert not again.wrote
    return outcome(sides[0].state, sides[1].state, shelf.conflicts or done.conflicts)


def head_of(text: str) -> str:
    """The sentence and the options."""
    return text.partition("\n\n")[0]


def plain(text: str) -> str:
    return "\n".join(" | ".join(cells(line)) for line in text.strip().splitlines() if line.strip())


@pytest.mark.parametrize("name", NAMES)
def test_scenario(name: str) -> None:
    text = read(FOLDER / name, "expected")
    head, _, expected = text.partition("\n\n")
    assert plain(synced(FOLDER / name, head)) == plain(expected)


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
        came = synced(FOLDER / name, head, Rules(**{rule: False}))
    except AssertionError:
        return
    assert plain(came) != plain(expected)


def test_there_are_scenarios_for_all_that_people_and_faults_do() -> None:
    assert len(NAMES) >= 40


if __name__ == "__main__":
    for name in sys.argv[1:] or NAMES:
        head = head_of(read(FOLDER / name, "expected"))
        (FOLDER / name / "expected.txt").write_text(f"{head}\n\n{synced(FOLDER / name, head)}", encoding="utf-8")
