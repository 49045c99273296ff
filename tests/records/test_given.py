"""What rows remember of the rows that they brought: texts that survive any key, and any change of keys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetkit.records.given import ROOM, Memory, gift, item_of, moved, origin, recall

TEXTS = st.text(alphabet="ab |;%7C3B2|é", max_size=12)


@given(spawn=TEXTS, item=TEXTS, quarter=TEXTS, key=TEXTS)
def test_no_sign_in_a_key_confuses_what_was_given(spawn: str, item: str, quarter: str, key: str) -> None:
    memory = Memory(key)
    assert memory.add(gift(spawn, item, quarter))
    read = Memory.read(memory.text())
    assert read.key == key
    assert gift(spawn, item, quarter) in read
    assert list(read.of(spawn)) == [gift(spawn, item, quarter)]
    assert item_of(gift(spawn, item, quarter)) == item
    assert origin(gift(spawn, item, quarter), key).count("|") == 3
    assert read.text() == memory.text()


def test_what_is_kept_can_be_read_by_people() -> None:
    memory = Memory("D-1")
    memory.add(gift("Evidence", "Invoice"))
    memory.add(gift("Advice", "", "2026Q3"))
    assert memory.text() == "D-1;Evidence|Invoice|;Advice||2026Q3"
    assert origin(gift("Evidence", "Invoice"), "D-1") == "Evidence|D-1|Invoice|"


def test_gifts_are_told_apart_without_case_and_by_their_spawn() -> None:
    memory = Memory("D-1")
    memory.add(gift("Evidence", "Invoice"))
    assert gift("evidence", "INVOICE") in memory
    assert gift("Evidence", "Invoice", "2026Q1") not in memory
    assert list(memory.of("Evid")) == []


@pytest.mark.parametrize("cell", [None, "", "hello", "a|b", ";;;", 3.5, True])
def test_a_cell_that_holds_something_else_is_no_memory(cell: str | float | None) -> None:
    assert Memory.read(cell).text() is None


@pytest.mark.parametrize(
    ("rows", "memories", "renamed"),
    [
        pytest.param([("D-1;s|a|", "D-1")], ["D-1;s|a|"], {}, id="the row's own"),
        pytest.param([("D-1;s|a|", "d-1")], ["d-1;s|a|"], {}, id="another case is the same key"),
        pytest.param([("D-1;s|a|", "X-9")], ["X-9;s|a|"], {"d-1": "X-9"}, id="a changed key takes its memory along"),
        pytest.param([("D-1;s|a|", "D-1"), ("D-1;s|a|", "D-2")], ["D-1;s|a|", None], {}, id="a copy remembers nothing"),
        pytest.param([("D-1;s|a|", "D-2"), ("D-1;s|a|", "D-1")], [None, "D-1;s|a|"], {}, id="wherever it stands"),
        pytest.param(
            [("D-1;s|a|", "D-2"), ("D-1;s|a|", "D-3")], ["D-2;s|a|", None], {"d-1": "D-2"}, id="one key, one heir"
        ),
        pytest.param([("D-1;s|a|", "")], ["D-1;s|a|"], {}, id="a row without a key waits"),
        pytest.param([(None, "D-1")], [None], {}, id="nothing given yet"),
    ],
)
def test_a_memory_goes_with_its_row_and_not_with_a_copy(
    rows: list[tuple[str | None, str]], memories: list[str | None], renamed: dict[str, str]
) -> None:
    found, changed = recall([cell for cell, _ in rows], [key for _, key in rows])
    assert [memory.text() for memory in found] == memories
    assert changed == renamed


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Evidence|D-1|Invoice|", "Evidence|X-9|Invoice|"),
        ("evidence|d-1|Invoice|2026Q1", "evidence|X-9|Invoice|2026Q1"),
        ("Evidence|D-2|Invoice|", None),
        ("Steps|D-1|Invoice|", None),
        ("typed by hand", None),
        (None, None),
    ],
)
def test_an_origin_follows_a_changed_key(cell: str | None, expected: str | None) -> None:
    assert moved(cell, "Evidence", {"d-1": "X-9"}) == expected


def test_a_full_memory_forgets_earlier_quarters_and_takes_no_more_of_the_same() -> None:
    memory = Memory("D-1")
    quarters = [f"{year}Q{number}" for year in range(2026, 3000) for number in (1, 2, 3, 4)]
    assert all(memory.add(gift("Advice", "", quarter)) for quarter in quarters[:3000])
    assert len(memory.text() or "") <= ROOM
    assert gift("Advice", "", quarters[2999]) in memory
    assert gift("Advice", "", quarters[0]) not in memory
    endless = Memory("D-1")
    added = [endless.add(gift("Evidence", f"item {number}")) for number in range(3000)]
    assert added[0]
    assert not added[-1]
    assert len(endless.text() or "") <= ROOM
