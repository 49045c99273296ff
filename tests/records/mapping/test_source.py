"""CSV files of every make give the same rows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetkit.core.errors import SheetkitError
from sheetkit.records.mapping.source import from_csv, from_rows

ROWS = "Order,Customer,Amount\nA-1,Zoë Müller,12.50\nA-2,Łukasz,3\n"
WESTERN = "Order;Customer;Amount\nA-1;Zoë Müller;12,50\n"

ENCODED = [
    ("utf-8", ROWS.encode()),
    ("utf-8 with a mark", ROWS.encode("utf-8-sig")),
    ("utf-16 with a mark", ROWS.encode("utf-16")),
    ("utf-16 little endian, no mark", ROWS.encode("utf-16-le")),
    ("utf-16 big endian, no mark", ROWS.encode("utf-16-be")),
    ("utf-32", ROWS.encode("utf-32")),
    ("line ends of Windows", ROWS.replace("\n", "\r\n").encode()),
    ("line ends of old Macs", ROWS.replace("\n", "\r").encode()),
    ("tabs", ROWS.replace(",", "\t").encode()),
    ("semicolons", ROWS.replace(",", ";").encode()),
    ("bars", ROWS.replace(",", "|").encode()),
    ("Excel's sep line", ("sep=;\n" + ROWS.replace(",", ";")).encode()),
    ("title rows above", ("Refunds of November\n\n" + ROWS).encode()),
    ("blank lines between", ROWS.replace("\nA-2", "\n\n,,\nA-2").encode()),
]


@pytest.mark.parametrize("raw", [raw for _, raw in ENCODED], ids=[name for name, _ in ENCODED])
def test_every_encoding_and_delimiter_gives_the_same_table(raw: bytes) -> None:
    columns = from_csv(raw, "export.csv").columns
    assert {name: list(values) for name, values in columns.items()} == {
        "Order": ["A-1", "A-2"],
        "Customer": ["Zoë Müller", "Łukasz"],
        "Amount": ["12.50", "3"],
    }


def test_the_western_code_page_of_windows_is_read_when_the_bytes_are_no_utf_8() -> None:
    source = from_csv(WESTERN.encode("cp1252"), "export.csv")
    assert source.columns["Customer"] == ["Zoë Müller"]
    assert source.columns["Amount"] == ["12,50"]


def test_quoted_line_breaks_and_delimiters_stay_in_their_value_and_lines_are_counted() -> None:
    source = from_csv(b'Order,Note\nA-1,"two\nlines, one value"\nA-2,x\n', "export.csv")
    assert source.columns["Note"] == ["two\nlines, one value", "x"]
    assert list(source.lines) == [2, 4]


def test_headers_are_made_unique_and_nameless_columns_take_their_letter() -> None:
    source = from_csv(b"Name,,name , Order  No,Name (2),Name\na,b,c,d,e,f\n", "export.csv")
    assert source.headers == ("Name", "Column B", "name (2)", "Order No", "Name (2) (2)", "Name (3)")


def test_a_row_with_too_many_values_is_left_out_and_named_and_a_short_one_is_filled_with_blanks() -> None:
    source = from_csv(b"Order,Note,Amount\nA-1,one, two,3\nA-2,x\nA-3,y,4,,\n", "export.csv")
    assert source.columns["Order"] == ["A-2", "A-3"]
    assert source.columns["Amount"] == [None, "4"]
    (problem,) = source.problems
    assert problem.code == "import-row"
    assert (problem.tab, problem.cell) == ("export.csv", "line 2")
    assert problem.message == "It has 4 values under 3 headers, so it was left out."


def test_rows_of_a_sheet_keep_their_types_and_their_row_numbers() -> None:
    source = from_rows([(1, ["Order", "Paid"]), (2, [17.0, 45000.5]), (4, ["B", None])], "export.xlsx")
    assert source.columns == {"Order": [17.0, "B"], "Paid": [45000.5, None]}
    assert list(source.lines) == [2, 4]


@given(st.binary(max_size=300) | st.text(max_size=100).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_give_even_columns_or_a_refusal(raw: bytes) -> None:
    try:
        source = from_csv(raw, "export.csv")
    except SheetkitError:
        return
    assert {len(values) for values in source.columns.values()} == {len(source.lines)}
    assert len(set(map(str.casefold, source.headers))) == len(source.headers)


REFUSED = [
    ("nothing at all", b"", "no table"),
    ("blank lines only", b"\n\n ,\n", "no table"),
    ("a picture", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "not text"),
    ("zeros in it", b"A,B\n1,\x002\n" + b"x" * 50, "not text"),
    ("a mark that lies", b"\xff\xfea", "utf-16"),
]


@pytest.mark.parametrize(("raw", "said"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_is_no_table_is_refused_with_advice(raw: bytes, said: str) -> None:
    with pytest.raises(SheetkitError, match=said) as caught:
        from_csv(raw, "export.csv")
    assert caught.value.path == "export.csv"
    assert caught.value.advice


def test_a_quotation_mark_left_open_over_a_huge_value_is_named_with_its_line() -> None:
    with pytest.raises(SheetkitError, match="Line 2") as caught:
        from_csv(b'A,B\n1,"' + b"x" * 200_000, "export.csv")
    assert "quotation mark" in caught.value.advice
