"""A mapping file says what it says, survives being written, and names each mistake at its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetkit.records.mapping.file import from_text, to_text
from sheetkit.records.mapping.model import ColumnFrom, MappingInvalid, SourceMapping

TEXT = """
tab: Cases
row id: [InvoiceNo, StockCode]
dates: day first
numbers: "1.234,56"
only rows where:
  InvoiceNo: C*
skip rows where:
  Quantity: ["0", ""]
columns:
  Order ID: InvoiceNo
  Customer ID: {from: CustomerID, whole: true}
  Customer Name: {join: [First, Last], with: ", "}
  Amount: {product: [Quantity, UnitPrice], absolute: true}
  Country: {from: Country, values: {EIRE: Ireland}}
  Currency: {constant: GBP}
  Closed On: {from: Closed, dates: "%d.%m.%Y"}
"""

MEANT = SourceMapping(
    tab="Cases",
    row_id=("InvoiceNo", "StockCode"),
    dates="day first",
    numbers="1.234,56",
    only={"InvoiceNo": ("C*",)},
    skip={"Quantity": ("0", "")},
    columns={
        "Order ID": ColumnFrom(headers=("InvoiceNo",)),
        "Customer ID": ColumnFrom(headers=("CustomerID",), whole=True),
        "Customer Name": ColumnFrom("join", ("First", "Last"), between=", "),
        "Amount": ColumnFrom("product", ("Quantity", "UnitPrice"), absolute=True),
        "Country": ColumnFrom(headers=("Country",), values={"EIRE": "Ireland"}),
        "Currency": ColumnFrom("constant", constant="GBP"),
        "Closed On": ColumnFrom(headers=("Closed",), dates="%d.%m.%Y"),
    },
)


def test_a_file_is_read_as_it_stands() -> None:
    assert from_text(TEXT) == MEANT


MISTAKES = [
    ("tab: Cases\ncolums:\n  A: B\n", "line 2", "colums means nothing here.", "Did you mean columns?"),
    ("tab: Cases\n", "line 1", "The mapping has no columns.", ""),
    ("columns:\n  A: B\n", "line 1", "The mapping has no tab.", ""),
    ("tab: T\ncolumns:\n  A:\n", "line 3", "A has no source.", ""),
    ("tab: T\ncolumns:\n  A: {from: B, constant: C}\n", "line 3", "it has from and constant.", ""),
    ("tab: T\ncolumns:\n  A: {frm: B}\n", "line 3", "frm means nothing here.", "Did you mean from?"),
    ("tab: T\ncolumns:\n  A: {from: B, whole: 1}\n", "line 3", "whole is 1; it must be true or false.", ""),
    ("tab: T\ndates: dd.mm\ncolumns:\n  A: B\n", "line 2", "dates is 'dd.mm'.", "Write day first"),
    ("tab: T\nnumbers: european\ncolumns:\n  A: B\n", "line 2", "numbers is 'european'.", "Write"),
    ("tab: T\nrow id: {a: b}\ncolumns:\n  A: B\n", "line 2", "row id must be a name", ""),
    ("tab: T\nskip rows where: Paid\ncolumns:\n  A: B\n", "line 2", "skip rows where must be lines", ""),
    ("tab: T\ncolumns: [A]\n", "line 2", "columns must be", ""),
    ("tab: T\ncolumns:\n  A: {from: B, values: [1]}\n", "line 3", "values must be lines", ""),
    ("tab: T\ncolumns:\n  A: {constant: [1]}\n", "line 3", "constant needs one value.", ""),
    ("- a\n", "line 1", "A mapping file begins with", ""),
    ("a: [\n", "line 2", "This is not YAML", ""),
]


@pytest.mark.parametrize(("text", "line", "message", "hint"), MISTAKES)
def test_a_mistake_is_named_with_its_line(text: str, line: str, message: str, hint: str) -> None:
    with pytest.raises(MappingInvalid) as caught:
        from_text(text, "export.mapping.yaml")
    told = [(p.cell, p.message, p.hint) for p in caught.value.problems if p.code == "import-mapping"]
    assert any(cell == line and message in said and hint in advice for cell, said, advice in told), told
    assert caught.value.path == "export.mapping.yaml"


def test_all_mistakes_are_named_at_once() -> None:
    with pytest.raises(MappingInvalid) as caught:
        from_text("tba: T\ncolumns:\n  A: {form: B}\n")
    assert len(caught.value.problems) == 4


def test_a_written_file_tells_what_is_missing_and_what_is_not_used() -> None:
    text = to_text(MEANT, "export.csv", {"Reason": "required"}, ("Description",))
    assert from_text(text) == MEANT
    assert "#   Reason: required\n" in text
    assert "# Columns of the source that are not used: Description\n" in text


WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
SCALARS = WORDS | st.integers(-(10**9), 10**9) | st.booleans() | st.floats(allow_nan=False, allow_infinity=False)
COLUMNS = st.builds(
    ColumnFrom,
    headers=WORDS.map(lambda word: (word,)),
    values=st.dictionaries(WORDS, SCALARS, max_size=3),
    whole=st.booleans(),
    negate=st.booleans(),
    dates=st.sampled_from(["", "day first", "%d.%m.%y"]),
) | SCALARS.map(lambda value: ColumnFrom("constant", constant=value))
MAPPINGS = st.builds(
    SourceMapping,
    tab=WORDS,
    row_id=st.lists(WORDS, max_size=3).map(tuple),
    columns=st.dictionaries(WORDS, COLUMNS, min_size=1, max_size=4),
    skip=st.dictionaries(WORDS, st.lists(WORDS, min_size=1, max_size=2).map(tuple), max_size=2),
    sheet=st.just("") | WORDS,
)


@given(MAPPINGS, WORDS)
def test_what_is_written_is_read_back(mapping: SourceMapping, source: str) -> None:
    """The law of the file, whatever the names: quotes, colons, line breaks, emoji, Norway."""
    assert from_text(to_text(mapping, source, {}, ())) == mapping
