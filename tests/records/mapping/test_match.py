"""A second import adds nothing twice, and says what the source has changed."""

import random
from collections.abc import Mapping, Sequence

from hypothesis import given
from hypothesis import strategies as st

from sheetkit.core.values import CellValue
from sheetkit.records.ledger import TableRows
from sheetkit.records.mapping.convert import convert
from sheetkit.records.mapping.match import Incoming, incoming
from sheetkit.records.mapping.model import ColumnFrom, SourceMapping
from sheetkit.records.mapping.source import Source
from sheetkit.template.model import Column, Tab

TAB = Tab(
    name="Cases",
    key="Case ID",
    id="RF-{seq}",
    import_key="Import Key",
    columns=(
        Column(name="Case ID"),
        Column(name="Order"),
        Column(name="Amount", type="money"),
        Column(name="Status", default="New"),
        Column(name="Import Key"),
    ),
)
MAPPING = SourceMapping(
    "Cases", ("No", "Sku"), {"Order": ColumnFrom(headers=("No",)), "Amount": ColumnFrom(headers=("Price",))}
)
EMPTY = TableRows("Cases", {column.name: [] for column in TAB.columns})


def bring(rows: Sequence[tuple[str, str, str]], table: TableRows = EMPTY) -> Incoming:
    """Rows of (No, Sku, Price) brought into the table."""
    columns: Mapping[str, Sequence[CellValue]] = {
        name: [row[index] for row in rows] for index, name in enumerate(("No", "Sku", "Price"))
    }
    source = Source("export.csv", columns, range(2, len(rows) + 2))
    return incoming(source, MAPPING, convert(source, MAPPING, TAB), TAB, table)


ROWS = [("C1", "a", "3"), ("C1", "b", "4"), ("C2", "a", "5"), ("C2", "a", "5")]


def test_new_rows_stand_below_with_blank_keys_defaults_and_the_ids_of_the_source() -> None:
    result = bring(ROWS)
    assert (result.added, result.already_there) == (4, 0)
    assert [(p.code, p.tab, p.cell) for p in result.problems] == [("import-repeated", "export.csv", "line 5")]
    columns = result.table.columns
    assert columns["Case ID"] == [None] * 4
    assert columns["Order"] == ["C1", "C1", "C2", "C2"]
    assert columns["Amount"] == [3.0, 4.0, 5.0, 5.0]
    assert columns["Status"] == ["New"] * 4
    assert [str(value).split(" [")[0] for value in columns["Import Key"]] == ["C1 / a", "C1 / b", "C2 / a", "C2 / a #2"]
    assert list(result.table.sheet_rows) == [-1] * 4


def test_only_what_is_new_is_added() -> None:
    result = bring([*ROWS, ("C3", "a", "6"), ("C2", "a", "5")], bring(ROWS).table)
    assert (result.added, result.already_there) == (2, 4)
    assert result.table.columns["Order"][4:] == ["C3", "C2"]
    assert str(result.table.columns["Import Key"][5]).startswith("C2 / a #3 ")


def test_a_row_that_the_source_changed_is_reported_and_kept() -> None:
    result = bring([("C1", "a", "3"), ("C1", "b", "4.5")], bring(ROWS).table)
    assert result.added == 0
    (problem,) = result.problems
    assert (problem.code, problem.column, problem.severity) == ("import-changed", "Amount", "warning")
    assert problem.message == "Line 3 of export.csv now says 4.5; the workbook says 4."
    assert result.table.columns["Amount"][1] == 4.0


def test_a_row_that_a_person_changed_is_no_news() -> None:
    table = bring(ROWS).table
    edited = TableRows("Cases", {**table.columns, "Amount": [99.0, 4.0, 5.0, 5.0]}, table.sheet_rows)
    assert bring(ROWS, edited).problems == ()


def test_an_id_that_a_person_typed_without_its_mark_still_counts() -> None:
    table = TableRows("Cases", {**{c.name: [None] for c in TAB.columns}, "Import Key": ["c1 / A"]})
    assert bring([("C1", "a", "3")], table).added == 0


@given(
    st.lists(st.tuples(st.sampled_from(["C1", "C2", "c2"]), st.sampled_from("ab"), st.sampled_from("345"))),
    st.randoms(),
)
def test_importing_twice_in_any_order_adds_nothing_and_reports_nothing(
    rows: list[tuple[str, str, str]], shuffle: random.Random
) -> None:
    first = bring(rows)
    assert first.added == len(rows)
    again = list(rows)
    shuffle.shuffle(again)
    second = bring(again, first.table)
    assert (second.added, second.already_there, second.problems) == (0, len(rows), ())
