"""What a template can say wrong of rows that bring others, of tabs that collect, of reminders and of presets."""

import pytest

from sheetkit.core.errors import TemplateInvalid
from sheetkit.template.load import load_text

DESK = """\
name: desk
version: 1
title: Desk
settings:
  - {name: Today, type: date, value: =TODAY()}
  - {name: Early, type: integer, value: 7}
lists:
  - {name: Holidays, type: date, values: []}
  - {name: Kinds, values: [Lost]}
tabs:
  - name: Disputes
    key: Case
    id: D-{seq}
    columns:
      - {name: Case}
      - {name: Type}
      - {name: Opened, type: date}
      - {name: Given, stamp: {kind: spawn}}
      - {name: Waived, stamp: {kind: spawn}}
    reminders:
      - {name: Reply, due: Opened, tiers: [Early, 1], unit: working days, holidays: Holidays}
    spawns:
      - name: Required
        when: =[@Type]<>""
        table: Evidence
        of: Items
        match: {Kind: Type}
        set:
          Case: '{key}'
          What: '{of.What} of {this.Type}, {quarter}'
          Due: =[@Opened]+[@of.Days]
          Pages: 2
        origin: Origin
        given: Given
        waived: Waived
        label: '{of.What}'
  - name: Items
    key: Item
    columns:
      - {name: Item}
      - {name: Kind}
      - {name: What}
      - {name: Days, type: days}
  - name: Evidence
    key: Piece
    id: E-{seq}
    columns:
      - {name: Piece}
      - {name: Case}
      - {name: What}
      - {name: Due, type: date}
      - {name: Pages, type: integer}
      - {name: Sum, type: number, formula: '=[@Pages]*2'}
      - {name: Origin, stamp: {kind: spawn}}
      - {name: Brought, stamp: {kind: spawn}}
    spawns:
      - {name: Note, when: =TRUE, table: Notes, set: {What: '{key}'}, origin: Origin, given: Brought}
  - name: Notes
    columns:
      - {name: What}
      - {name: Origin, stamp: {kind: spawn}}
  - name: Reminders
    collects: reminders
    collect: {When: due, Key: key, Left: tier}
    columns:
      - {name: When, type: date}
      - {name: Key}
      - {name: Left, type: days}
      - {name: Words, formula: '=[@Key]&"!"'}
presets: {Items: presets/items.csv}
"""


def told(text: str) -> list[tuple[int, str, str]]:
    """Line, message and hint of every mistake."""
    try:
        load_text(text)
    except TemplateInvalid as error:
        return [(int(problem.cell.split()[1]), problem.message, problem.hint) for problem in error.problems]
    return []


def test_the_desk_is_right() -> None:
    assert told(DESK) == []


HERE = [
    ("when: =[@Type]<>", "when: =[@Typ]<>", "no column Typ", "Type"),
    ("table: Evidence", "table: Evidense", "There is no table Evidense", "Did you mean Evidence?"),
    ("of: Items", "of: Item", "There is no table Item", "Did you mean Items?"),
    ("of: Items", "of: Notes", "have no key to be told apart", "Give the tab Notes a key"),
    ("        of: Items\n", "", "no catalogue to match with", "of:"),
    ("match: {Kind:", "match: {Kin:", "Items has no column Kin", "Did you mean Kind?"),
    ("match: {Kind: Type}", "match: {Kind: Typ}", "Disputes has no column Typ", "Did you mean Type?"),
    ("          Case: '{key}'", "          Cse: '{key}'", "Evidence has no column Cse", "Did you mean Case?"),
    ("'{key}'\n          What", "'{kay}'\n          What", "{kay} is not known here", "Did you mean key?"),
    ("{this.Type},", "{this.Typ},", "Disputes has no column Typ", "Did you mean Type?"),
    ("{of.What} of", "{of.Wat} of", "Items has no column Wat", "Did you mean What?"),
    ("{quarter}'", "{quarter'", "has no partner", "{key}"),
    ("=[@Opened]+[@of.Days]", "=[@Opened]+[@of.Dys]", "has no column of.Dys", "Did you mean of.Days?"),
    ("=[@Opened]+[@of.Days]", "=[@Opened]+", "ends where a value is expected", "Complete it"),
    ("Pages: 2", "Pages: two", "'two' is not a whole number", "without quotes"),
    ("Pages: 2", "Piece: E-1", "update itself makes the key Piece", "Leave it out"),
    ("Pages: 2", "Sum: 2", "Sum is a formula column", "Leave it out"),
    ("Pages: 2", "Brought: x", "Brought is a stamp column", "Leave it out"),
    (
        "        origin: Origin\n        given: Given",
        "        origin: Case\n        given: Given",
        "Case is no",
        "kind",
    ),
    ("given: Given", "given: Gven", "Disputes has no column Gven", "Did you mean Given?"),
    ("given: Given", "given: Type", "Type is no text column that a spawn may write to", "{kind: spawn}"),
    ("waived: Waived", "waived: Given", "given and waived are the same column", "one of its own"),
    ("label: '{of.What}'", "label: '{of.Wat}'", "Items has no column Wat", "Did you mean What?"),
    ("set: {What: '{key}'}", "set: {}", "The rows would be blank", "Name a column"),
    ("table: Notes, set: {What: '{key}'}", "table: Evidence, set: {What: x}", "bring rows of Evidence again", "end"),
    ("table: Notes,", "table: Reminders,", "its rows are written anew", "another table"),
    ("name: Note, when", "name: Required note, when", "only letters", "_"),
    ("tiers: [Early, 1]", "tiers: [Erly, 1]", "Erly is no setting that holds a number", "Did you mean Early?"),
    ("tiers: [Early, 1]", "tiers: [Today, 1]", "Today is no setting that holds a number", "Early"),
    ("tiers: [Early, 1]", "tiers: [1, Early, 3]", "not days that run down", "largest first"),
    ("holidays: Holidays", "holidays: Kinds", "Kinds is no list of dates", "Holidays"),
    ("unit: working days, ", "", "means nothing where every day counts", "working days"),
    ("unit: working days", "unit: Tipe", "Tipe is not what a reminder can count in", "Did you mean Type?"),
    ("unit: working days", "unit: working day", "working day is not what a reminder", "Did you mean working days?"),
    ("unit: working days", "unit: Opened", "Opened is not what a reminder can count in", "Known"),
    ("unit: working days", "unit: Early", "Early is not what a reminder can count in", "Known"),
    ("When: due, ", "", "No column of Reminders takes the due date", "due"),
    ("collect: {When: due", "collect: {Wen: due", "Reminders has no column Wen", "Did you mean When?"),
    ("Key: key", "Key: kee", "key", ""),
    ("Key: key", "Key: due", "Key is text, which cannot hold due", "date, datetime"),
    ("Left: tier", "Words: tier", "Words has a formula of its own", "one of the two"),
    ("    collects: reminders\n", "", "Nothing is collected here", "collects: reminders"),
    ("presets: {Items:", "presets: {Itms:", "There is no tab Itms whose rows could be given", "Did you mean Items?"),
    ("presets: {Items:", "presets: {Reminders:", "There is no tab Reminders whose rows", "Known"),
    ("presets/items.csv", "../items.csv", "does not lie beside the template", "folder"),
    ("presets/items.csv", "/etc/passwd", "does not lie beside the template", "folder"),
]
ELSEWHERE = [
    (
        "        of: Items\n        match: {Kind: Type}\n",
        "",
        "{of.What} needs a catalogue",
        "of:",
        "          What: '{of.What}",
    ),
    (
        "        waived: Waived\n",
        "",
        "No spawn keeps anything in Waived",
        "origin, given or waived",
        "{name: Waived, stamp",
    ),
    (
        "{name: Given, stamp",
        "{name: Given, type: number, stamp",
        "Given is no text column",
        "type text",
        "        given: Given",
    ),
    (
        "table: Notes, set: {What: '{key}'}",
        "table: Disputes, set: {Type: x}",
        "bring rows of Disputes again",
        "end",
        "        table: Evidence",
    ),
    ("    key: Piece\n    id: E-{seq}\n", "", "Evidence has no key", "Give the tab a key", "{name: Note, when"),
    ("Key: key, ", "", "Nothing fills Key in a tab that collects", "Map it", "{name: Key}"),
    (
        "    collects: reminders\n",
        "    collects: reminders\n    key: Key\n",
        "key needs rows of the tab's own",
        "Remove",
        "    key: Key",
    ),
]


@pytest.mark.parametrize(("there", "instead", "message", "hint"), HERE)
def test_a_mistake_is_told_on_its_line(there: str, instead: str, message: str, hint: str) -> None:
    assert there in DESK
    line = DESK[: DESK.index(there)].count("\n") + 1
    holds(told(DESK.replace(there, instead, 1)), line, message, hint)


@pytest.mark.parametrize(("there", "instead", "message", "hint", "shown"), ELSEWHERE)
def test_a_mistake_of_two_places_is_told_on_one(there: str, instead: str, message: str, hint: str, shown: str) -> None:
    assert there in DESK
    text = DESK.replace(there, instead, 1)
    holds(told(text), text[: text.index(shown)].count("\n") + 1, message, hint)


def holds(problems: list[tuple[int, str, str]], line: int, message: str, hint: str) -> None:
    """One of the problems says so on that line, and all give advice."""
    assert any(at == line and message in said and hint in advice for at, said, advice in problems), problems
    assert all(advice.endswith((".", "?")) for _, _, advice in problems)


def test_a_key_that_no_pattern_makes_may_be_set() -> None:
    text = DESK.replace("    id: E-{seq}\n", "").replace("Pages: 2", "Piece: '{key}-{of.Item}'")
    assert told(text) == []
