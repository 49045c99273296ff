"""The lens: what was rendered is read back as it was."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetkit.compute.recompute import recompute
from sheetkit.core.values import CellValue
from sheetkit.records.blank import blank_ledger, typed_scalar
from sheetkit.records.check import check
from sheetkit.records.parse import parse
from sheetkit.records.place import Parsed
from sheetkit.records.render import render
from sheetkit.template.load import load_text
from sheetkit.template.model import Column, Template
from sheetkit.template.resolve import list_of, owner_of, table_name, table_tabs
from tests.records.grids import grid_of

ROOT = Path(__file__).parents[2]
FOLDERS = sorted(path.parent for path in ROOT.glob("templates/*/template.yaml"))
FOLDERS += sorted(path.parent for path in ROOT.glob("tests/templates/*/template.yaml"))
TEMPLATES = {
    folder.name: load_text((folder / "template.yaml").read_text(encoding="utf-8"), folder.name) for folder in FOLDERS
}
AS_OF = date(2026, 11, 22)

Rows = dict[str, dict[str, list[CellValue]]]


def there_and_back(template: Template, rows: Rows) -> tuple[Parsed, Parsed]:
    """The ledger as rendered, and as read from what was rendered."""
    ledger = recompute(blank_ledger(template, workbook_id="w-1", rows=rows), AS_OF)
    read = parse(template, grid_of(render(ledger, text="…", created="2026-11-22")))
    return Parsed(ledger, {}, {}, ""), read


def values(column: Column, template: Template) -> st.SearchStrategy[CellValue]:
    """Values that the column takes without a word."""
    if column.choices:
        entries = list_of(template, column)
        return st.sampled_from([typed_scalar(v, column.type) for v in (entries.values if entries else column.choices)])
    low, high = (typed_scalar(v, column.type) if v is not None else None for v in column.between or (None, None))
    least, most = (int(v) if isinstance(v, float) else None for v in (low, high))
    match column.type:
        case "integer" | "days":
            return st.integers(least if least is not None else -9, most if most is not None else 99).map(float)
        case "number" | "money" | "percent":
            whole = st.integers(least if least is not None else -500, most if most is not None else 5000)
            return whole.map(float)
        case "date" | "datetime":
            return st.integers(max(least or 0, 44_000), min(most or 60_000, 60_000)).map(float)
        case "yes/no":
            return st.booleans()
        case "email":
            return st.integers(0, 10**6).map("a{}@example.com".format)
        case "link":
            return st.integers(0, 10**6).map("https://example.com/{}".format)
    if any(column.name in {other.currency for other in tab.columns} for tab in template.tabs):
        return st.sampled_from(["EUR", "USD"])
    return st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=9).map("t{}".format)


@st.composite
def filled(draw: st.DrawFn, template: Template) -> Rows:
    """Some rows of every table; each has its key, the required inputs, and some of the others."""
    rows: Rows = {}
    for tab in table_tabs(template):
        height = draw(st.integers(0, 4))
        columns: dict[str, list[CellValue]] = {}
        for column in tab.columns:
            owner = owner_of(tab, column)
            if owner == "key":
                columns[column.name] = [f"K{row}" for row in range(height)]
            elif owner == "input":
                of_column = values(column, template)
                one = of_column if column.required else st.one_of(st.none(), of_column)
                columns[column.name] = [draw(one) for _ in range(height)]
        rows[table_name(tab)] = columns
    return rows


def same(ours: Sequence[CellValue], theirs: Sequence[CellValue]) -> bool:
    """Equal, where a blank cell and the empty text of a formula are one; 1 and TRUE are not."""

    def plain(value: CellValue) -> tuple[bool, CellValue]:
        return isinstance(value, bool), None if value == "" else value

    return list(map(plain, ours)) == list(map(plain, theirs))


@pytest.mark.parametrize("name", TEMPLATES)
def test_an_empty_workbook(name: str) -> None:
    before, after = there_and_back(TEMPLATES[name], {})
    assert after.ledger.problems == ()
    assert check(after) == ()
    assert after.ledger.names == before.ledger.names
    assert {n: list(v) for n, v in after.ledger.lists.items()} == {n: list(v) for n, v in before.ledger.lists.items()}
    assert after.ledger.frozen == before.ledger.frozen


@pytest.mark.parametrize("name", TEMPLATES)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_any_rows(name: str, data: st.DataObject) -> None:
    template = TEMPLATES[name]
    before, after = there_and_back(template, data.draw(filled(template)))
    for tab in table_tabs(template):
        ours, theirs = (ledger.tables[table_name(tab)] for ledger in (before.ledger, after.ledger))
        for column in tab.columns:
            assert same(ours.columns[column.name], theirs.columns[column.name]), column.name
        assert theirs.broken == {}
        assert theirs.understood == {}
    assert after.ledger.problems == ()
