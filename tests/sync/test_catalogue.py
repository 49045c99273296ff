"""Everything that people do and that goes wrong has its scenarios, by a written list: to delete one is to fail here."""

from pathlib import Path
from typing import Final

import pytest

from tests.sync.test_scenarios import FOLDER, NAMES, head_of, read

DOCS = Path(__file__).parents[2] / "docs" / "sync.md"

FAULTS: Final = {
    "a kill before the conflicts of new keys are logged": ("killed-before-log", "@fault kill log"),
    "a kill before new keys are written": ("killed-before-keys", "@fault kill keys"),
    "a kill before the plan is kept": ("killed-before-begin", "@fault kill begin"),
    "a kill before the local side is written": ("killed-before-local", "@fault kill local"),
    "a kill before the remote side is written": ("killed-before-remote", "@fault kill remote"),
    "a kill before the base is kept": ("killed-before-commit", "@fault kill commit"),
    "a kill when a key was changed": ("killed-when-a-key-was-renamed", "@fault kill remote"),
    "a lost answer": ("answer-lost", "@fault answer-lost remote"),
    "a lost answer of the local side": ("answer-lost-local", "@fault answer-lost local"),
    "a lost answer of Google": ("google-answer-lost", "@fault write:1=cut-after"),
    "a lost request": ("google-request-lost", "@fault write:1=cut-before"),
    "a duplicate: a request that arrives twice": ("google-request-twice", "@fault write:1=twice"),
    "429": ("google-too-many-requests", "@fault write:1=429"),
    "500": ("google-server-error", "@fault write:1=500"),
    "503": ("google-unavailable", "@fault any:1=503"),
    "an edit between read and write": ("edited-between-read-and-write", "@edit meanwhile remote Cases | K2"),
    "the same cell edited between": ("edited-between-read-and-write-same-cell", "@edit meanwhile remote Cases | K1"),
    "a restored old copy": ("restored-old-copy", "@fault restored-old-copy local"),
    "a lost base": ("lost-base", "@fault lost-base"),
}
"""Each fault, the scenario, and the line of it that lets it happen."""

SHAPES: Final = {
    "rows filtered": ("rows-filtered", "@edit local filter"),
    "a column inserted between others": ("column-inserted", "@edit remote insert-column"),
    "a header renamed": ("header-renamed", "@edit remote rename-header"),
    "a header renamed in a spreadsheet": ("header-renamed-in-a-spreadsheet", "@edit remote rename-header"),
    "a tab renamed": ("tab-renamed", "@edit local rename-tab"),
    "a tab renamed in a spreadsheet": ("tab-renamed-in-a-spreadsheet", "@edit remote rename-tab"),
    "a tab of one's own": ("tab-of-ones-own", "@edit local add-tab"),
}
"""Likewise what people do to the shape of a workbook."""

DOCUMENTED: Final = {
    "both changed the same cell": (
        "edit-both-conflict", "clear-against-edit", "conflict-prefer-local", "conflict-prefer-remote",
        "conflict-third-value", "setting-conflict", "edit-both-same-value",
    ),
    "one deleted the row, the other edited it": (
        "delete-against-edit", "edit-against-delete", "key-renamed-deleted-there", "stamp-alone-does-not-keep-a-row",
    ),
    "a row was copied with its key": ("row-copied", "row-copied-both", "row-copied-and-original-deleted-there"),
    "both added a row, and both rows got the same key": (
        "row-added-both-same-key", "row-added-both-equal", "re-keyed-with-log",
    ),
    "a key was deleted": (
        "key-wiped", "key-wiped-and-edited-here", "key-wiped-and-edited-there", "all-keys-wiped",
        "two-alike-rows-wiped", "join-wiped-key", "join-wiped-key-new-column",
    ),
    "a key was changed, the row otherwise left alone": (
        "key-renamed", "key-renamed-both", "key-renamed-ambiguous", "key-renamed-and-edited-there",
    ),
    "a column or a tab was deleted on one side": ("column-gone", "column-back-and-blank", "tab-gone"),
    "a column of your own was added to a table, or beside it": ("column-extra-one-side", "column-extra-both"),
    "a formula of your own stands in an input cell": (
        "own-formula-stays", "own-formula-against-edit", "own-formula-in-deleted-row",
    ),
    "an entry of a list was changed on both sides": (
        "list-changed-both", "list-same-entry", "list-entry-cleared-and-changed",
    ),
    "both added entries to lists that stand line by line beside each other (Status and Next step)": (
        "list-lines-added-both", "list-lines-added-alike", "list-line-changed-both", "list-line-left-blank",
        "list-line-removed",
    ),
    "something of yours stands below a list that gets longer than its cells": (),  # test_lists.py: it is about cells
    "both added a seller (or another row whose key people type) of one name": ("typed-key-both",),
}  # fmt: skip
"""The rows of the table in docs/sync.md, what people did, each with its scenarios."""

BESIDES: Final = (
    "clear-one-side", "edit-one-side", "edit-both-other-cells", "join-different", "join-equal", "join-strangers",
    "key-in-other-case", "key-is-number", "list-added-both", "list-emptied", "list-removed", "list-with-repeats",
    "no-key", "row-added-blank-key", "row-added-local", "row-added-remote", "row-deleted", "row-deleted-both",
    "row-moved-and-edited", "rows-emptied", "rows-sorted", "settings", "side-empty", "side-mostly-gone",
    "side-mostly-gone-on-purpose", "single-row-gone", "stamps-both", "values-keep-their-kind",
)  # fmt: skip
"""What goes without saying."""


def test_every_scenario_is_in_the_list_and_every_one_of_the_list_is_there() -> None:
    told = [name for name, _ in (*FAULTS.values(), *SHAPES.values())]
    listed = [*told, *BESIDES, *(name for names in DOCUMENTED.values() for name in names)]
    assert sorted(listed) == NAMES
    assert len(NAMES) >= 40


@pytest.mark.parametrize("what", [*FAULTS, *SHAPES])
def test_a_scenario_lets_happen_what_it_is_listed_for(what: str) -> None:
    name, line = {**FAULTS, **SHAPES}[what]
    assert line in head_of(read(FOLDER / name, "expected"))


def test_every_row_of_the_table_in_the_documentation_has_its_scenarios() -> None:
    _, _, rest = DOCS.read_text(encoding="utf-8").partition("| what people did | what comes of it |\n|---|---|\n")
    rows = [line.split(" | ")[0].removeprefix("| ") for line in rest.partition("\n\n")[0].splitlines()]
    assert rows == list(DOCUMENTED)
