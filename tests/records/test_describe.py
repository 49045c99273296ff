"""The hidden tab → what the workbook says of itself."""

import pytest

from sheetkit.records.describe import describe
from tests.records.grids import grid

TAB = """
# _sheetkit
sheetkit | 1
id | w-42
template | refund-log
version | 3
keys | {"Cases": {"RF-2026-": 7}}
created | 2026-11-22
text | 'name: refund-log '
text | 'and more'
"""


def test_everything_it_says() -> None:
    found = describe(grid("# Cases\nCase\n" + TAB))
    assert found
    assert (found.workbook_id, found.template, found.version) == ("w-42", "refund-log", 3)
    assert found.text == "name: refund-log and more"
    assert found.keys == '{"Cases": {"RF-2026-": 7}}'
    assert found.cells["keys"] == (4, 1)
    assert found.sheet == "_sheetkit"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TAB.replace("# _sheetkit", "# Sheet9"), ("w-42", 3)),
        (TAB.replace("sheetkit | 1", "sheetkit/1 |"), ("w-42", 3)),
        (TAB.replace("| w-42", "| 42"), ("42", 3)),
        (TAB.replace("| 3", "| three"), ("w-42", 0)),
        (TAB.replace("id | w-42\n", ""), ("", 3)),
        (TAB.replace("id | w-42\n", "5 | note\nID | w-42\nid | another\n"), ("w-42", 3)),
    ],
)
def test_after_other_programs_saved_it(text: str, said: tuple[str, int]) -> None:
    found = describe(grid(text))
    assert found
    assert (found.workbook_id, found.version) == said


@pytest.mark.parametrize("text", ["# Cases\nCase\n", "# _sheetkit\n", "# _sheetkit\n5 | 1\n", ""])
def test_a_workbook_that_says_nothing(text: str) -> None:
    assert describe(grid(text)) is None
