"""What a value of an export becomes in a column of each type."""

from collections.abc import Sequence
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetkit.core.values import NA, CellValue
from sheetkit.records.mapping.convert import Converted, convert, holds
from sheetkit.records.mapping.model import ColumnFrom, SourceMapping
from sheetkit.records.mapping.source import Source
from sheetkit.template.model import Column, ColumnType, Tab


def one(
    value: CellValue, kind: str, origin: ColumnFrom | None = None, choices: Sequence[CellValue] = (), **keys: Any
) -> Converted:
    """One value brought into one column."""
    tab = Tab(name="Cases", columns=(Column.model_validate({"name": "Here", "type": kind}),))
    mapping = SourceMapping("Cases", ("There",), {"Here": origin or ColumnFrom(headers=("There",))}, **keys)
    return convert(Source("export.csv", {"There": [value], "Other": ["2"]}, [2]), mapping, tab, {"Here": choices})


VALUES: list[tuple[CellValue, str, dict[str, Any], CellValue]] = [
    ("  CIRCUS PARADE LUNCH BOX ", "text", {}, "CIRCUS PARADE LUNCH BOX"),
    ("0012", "text", {}, "0012"),
    ("12345678901234567", "text", {}, "12345678901234567"),
    (12472.0, "text", {}, "12472"),
    ("12472.0", "text", {"whole": True}, "12472"),
    ("12472.5", "text", {"whole": True}, "12472.5"),
    ("=HYPERLINK(1)", "text", {}, "=HYPERLINK(1)"),
    ("+49 30 1", "text", {}, "+49 30 1"),
    ("@SUM(1)", "text", {}, "@SUM(1)"),
    ("-1+2", "text", {}, "-1+2"),
    ("a\r\nb\x00c", "long text", {}, "a\nbc"),
    ("EIRE", "text", {"values": {"eire": "Ireland"}}, "Ireland"),
    ("", "text", {}, None),
    ("   ", "money", {}, None),
    ("-1.95", "money", {"absolute": True}, 1.95),
    ("-1.95", "money", {"negate": True}, 1.95),
    ("1.95", "money", {"negate": True}, -1.95),
    ("0", "money", {"negate": True}, 0.0),
    ("£1,234.50", "money", {}, 1234.5),
    ("1.234", "money", {"numbers": "1.234,56"}, 1234.0),
    ("12 %", "percent", {}, 0.12),
    ("7", "integer", {}, 7.0),
    ("2010-12-01 14:33:00", "date", {}, 40513.0),
    ("2010-12-01 12:00", "datetime", {}, 40513.5),
    (40513.75, "date", {}, 40513.0),
    ("03/04/2026", "date", {"dates": "day first"}, 46115.0),
    ("03/04/2026", "date", {"dates": "month first"}, 46085.0),
    ("26.04.03", "date", {"dates": "%y.%m.%d"}, 46115.0),
    ("ja", "yes/no", {}, True),
    ("N", "yes/no", {}, False),
    ("perhaps", "yes/no", {}, "perhaps"),
    (True, "yes/no", {}, True),
    (True, "text", {}, "Yes"),
]


@pytest.mark.parametrize(("value", "kind", "changes", "meant"), VALUES)
def test_a_value_becomes_a_typed_cell(value: CellValue, kind: str, changes: dict[str, Any], meant: CellValue) -> None:
    converted = one(value, kind, ColumnFrom(headers=("There",), **changes))
    assert converted.problems == ()
    assert converted.columns["Here"] == [meant]
    assert type(converted.columns["Here"][0]) is type(meant)


DOUBTS: list[tuple[CellValue, str, str, CellValue, str]] = [
    ("1,234", "money", "import-ambiguous", "1,234", "1,234 may be 1,234 or 1.234."),
    ("03/04/2026", "date", "import-ambiguous", "03/04/2026", "03/04/2026 may be day first or month first."),
    ("twelve", "money", "import-value", "twelve", "'twelve' is no number."),
    ("soon", "date", "import-value", "soon", "'soon' is no date."),
    ("1e400", "number", "import-value", "1e400", "1e400 is too large."),
    (NA, "money", "import-value", "#N/A", "The cell shows #N/A."),
    ("x" * 40_000, "text", "import-value", "x" * 32_767, "The text has 40,000 characters; a cell holds 32,767."),
]


@pytest.mark.parametrize(("value", "kind", "code", "kept", "said"), DOUBTS)
def test_what_is_not_clear_is_kept_and_said(value: CellValue, kind: str, code: str, kept: CellValue, said: str) -> None:
    converted = one(value, kind)
    (problem,) = converted.problems
    assert (problem.code, problem.column) == (code, "Here")
    assert (problem.tab, problem.cell, problem.message) == ("export.csv", "line 2", said)
    assert converted.columns["Here"] == [kept]


@given(
    st.none() | st.text() | st.floats() | st.booleans() | st.from_regex(r"[-+(]?[0-9][0-9.,/: -]{0,12}[)%]?"),
    st.sampled_from(get_args(ColumnType)),
    st.builds(
        ColumnFrom,
        headers=st.just(("There",)),
        whole=st.booleans(),
        absolute=st.booleans(),
        negate=st.booleans(),
        dates=st.sampled_from(["", "day first", "%d.%m.%y", "%Q"]),
        numbers=st.sampled_from(["", "1,234.56", "1.234,56"]),
    ),
)
def test_any_value_becomes_a_cell_or_stays_what_it_was(value: CellValue, kind: ColumnType, origin: ColumnFrom) -> None:
    converted = one(value, kind, origin)
    (cell,) = converted.columns["Here"]
    assert cell is None or isinstance(cell, str | float | bool)
    if converted.problems:
        assert isinstance(cell, str)
    if isinstance(cell, float):
        assert abs(cell) < float("inf")


def test_a_choice_takes_the_spelling_of_its_list() -> None:
    assert one("wrong ITEM ", "choice", choices=("Damaged", "Wrong Item")).columns["Here"] == ["Wrong Item"]


def test_a_product_is_exact_and_blank_where_a_factor_is() -> None:
    times = ColumnFrom("product", ("There", "Other"), absolute=True)
    assert one("-0.15", "money", times).columns["Here"] == [0.3]
    assert one("", "money", times).columns["Here"] == [None]
    (problem,) = one("n/a", "money", times).problems
    assert "'n/a x 2' is no number" in problem.message


def test_joined_values_leave_out_what_is_blank() -> None:
    joined = ColumnFrom("join", ("There", "Other"), between=", ")
    assert one("Ada", "text", joined).columns["Here"] == ["Ada, 2"]
    assert one(" ", "text", joined).columns["Here"] == ["2"]


def test_a_constant_fills_every_row_and_a_default_fills_what_is_blank() -> None:
    assert one("x", "text", ColumnFrom("constant", constant="GBP")).columns["Here"] == ["GBP"]
    tab = Tab(name="Cases", columns=(Column(name="Here", default="Other"),))
    mapping = SourceMapping("Cases", ("There",), {"Here": ColumnFrom(headers=("There",))})
    assert convert(Source("s", {"There": [None, "a"]}, [2, 3]), mapping, tab).columns["Here"] == ["Other", "a"]


CONDITIONS = [
    ("C536548", "C*", True),
    ("536548", "C*", False),
    ("", "", True),
    (None, "", True),
    ("x", "", False),
    ("PAID", "paid", True),
    ("paid", "<>Paid", False),
    ("open", "<>Paid", True),
    (-3.0, "<0", True),
    ("-3", ">=0", False),
    ("n/a", ">=0", False),
    ("a[1]", "a[1]", True),
    ("12472.0", "12472.?", True),
    ("1,234", ">1000", False),
]


@pytest.mark.parametrize(("value", "condition", "met"), CONDITIONS)
def test_a_condition_is_a_text_with_wildcards_or_a_comparison(value: CellValue, condition: str, met: bool) -> None:
    assert holds(value, condition) is met


def test_rows_are_left_out_and_counted() -> None:
    tab = Tab(name="Cases", columns=(Column(name="Order"),))
    source = Source("s", {"No": ["C1", "C2", "5", "C4"], "Qty": ["-1", "0", "-1", "-2"]}, [2, 3, 4, 5])
    mapping = SourceMapping(
        "Cases", ("No",), {"Order": ColumnFrom(headers=("No",))}, only={"No": ("C*",)}, skip={"Qty": ("0",)}
    )
    converted = convert(source, mapping, tab)
    assert converted.columns["Order"] == ["C1", "C4"]
    assert list(converted.rows) == [0, 3]
    assert converted.skipped == 2
