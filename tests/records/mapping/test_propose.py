"""The proposed mapping is the one a person would have made."""

import pytest

from sheetkit.core.values import CellValue
from sheetkit.records.mapping.headers import likeness, row_id
from sheetkit.records.mapping.model import ColumnFrom
from sheetkit.records.mapping.propose import propose
from sheetkit.records.mapping.source import Source, from_csv
from sheetkit.template.model import Column, Tab

TAB = Tab(
    name="Cases",
    key="Case ID",
    id="RF-{year}-{seq:04}",
    import_key="Import Key",
    columns=(
        Column(name="Case ID"),
        Column(name="Order ID"),
        Column(name="Customer Name", also_called=("Contact",)),
        Column(name="Customer ID"),
        Column(name="Received", type="date", required=True),
        Column(name="Product"),
        Column(name="Amount", type="money"),
        Column(name="Currency", default="EUR"),
        Column(name="Reason", type="choice", required=True),
        Column(name="Days Open", type="days", formula="=1"),
        Column(name="Import Key"),
    ),
)

EXPORTS = [
    (
        "a till's cancelled lines",
        (
            "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID\n"
            "C1,a,BOX,-1,2010-12-01 14:33:00,1.95,12472.0\nC1,b,BAG ,-2,2010-12-02 10:37:00,8.5,\n"
        ),
        {
            "Order ID": ColumnFrom(headers=("InvoiceNo",)),
            "Customer ID": ColumnFrom(headers=("CustomerID",), whole=True),
            "Received": ColumnFrom(headers=("InvoiceDate",)),
            "Product": ColumnFrom(headers=("Description",)),
            "Amount": ColumnFrom("product", ("Quantity", "UnitPrice"), absolute=True),
        },
        ("InvoiceNo", "StockCode"),
    ),
    (
        "a shop platform's refunds",
        (
            "Refund ID,Order,Contact,Created at,Lineitem name,Refunded Amount,Currency,Refund reason\n"
            '17,#1001,Ada L,25/03/2026,Mug,"1.234,50",EUR,damaged\n18,#1002,Bob,03/04/2026,Cup,"3,00",EUR,late\n'
        ),
        {
            "Order ID": ColumnFrom(headers=("Order",)),
            "Customer Name": ColumnFrom(headers=("Contact",)),
            "Received": ColumnFrom(headers=("Created at",)),
            "Product": ColumnFrom(headers=("Lineitem name",)),
            "Amount": ColumnFrom(headers=("Refunded Amount",)),
            "Currency": ColumnFrom(headers=("Currency",)),
            "Reason": ColumnFrom(headers=("Refund reason",)),
        },
        ("Refund ID",),
    ),
]


@pytest.mark.parametrize(("text", "columns", "identity"), [e[1:] for e in EXPORTS], ids=[e[0] for e in EXPORTS])
def test_an_export_is_mapped(text: str, columns: dict[str, ColumnFrom], identity: tuple[str, ...]) -> None:
    mapping = propose(from_csv(text.encode(), "export.csv"), TAB).mapping
    assert mapping.columns == columns
    assert mapping.row_id == identity


def test_the_way_of_writing_dates_and_numbers_follows_from_the_values() -> None:
    mapping = propose(from_csv(EXPORTS[1][1].encode(), "export.csv"), TAB).mapping
    assert (mapping.dates, mapping.numbers) == ("day first", "1.234,56")


def test_what_has_no_source_is_listed_with_what_to_know_and_computed_columns_are_not() -> None:
    proposal = propose(from_csv(EXPORTS[0][1].encode(), "export.csv"), TAB, has_choices=["Reason"])
    assert proposal.missing == {
        "Customer Name": "",
        "Currency": "EUR when left out",
        "Reason": "required, one of its list",
    }
    assert proposal.unused == ()


LIKE = [
    ("Order ID", "order_id", 1.0),
    ("Order ID", "orderID", 1.0),
    ("E-mail", "email", 0.95),
    ("Order ID", "Invoice No.", 0.9),
    ("Customer Name", "Name of the buyer", 0.9),
    ("Amount", "Refunded Amount", 0.6),
    ("Order ID", "Order", 0.6),
    ("Received", "Created at", 0.6),
    ("Notes", "Comments", 0.9),
    ("Amount", "Amuont", 0.8),
]
UNLIKE = [
    ("Order ID", "Country"),
    ("Order ID", "Customer ID"),
    ("Order Date", "Closing Date"),
    ("Reason", "Season"),
    ("Amount", "Account"),
    ("", "Order"),
    ("Status", "Street"),
]


@pytest.mark.parametrize(("one", "other", "least"), LIKE)
def test_names_of_one_meaning_are_alike(one: str, other: str, least: float) -> None:
    assert likeness(one, other) >= least


@pytest.mark.parametrize(("one", "other"), UNLIKE)
def test_names_of_different_meaning_are_not(one: str, other: str) -> None:
    assert likeness(one, other) < 0.6


def test_a_date_is_not_taken_for_a_name_nor_a_name_for_an_amount() -> None:
    source = Source("s", {"Customer Name": ["2026-03-01", "2026-03-02"], "Amount": ["a", "b"]}, [2, 3])
    assert propose(source, TAB).mapping.columns == {"Received": ColumnFrom(headers=("Customer Name",))}


IDENTITIES = [
    ("its own id", {"Refund ID": ["1", "2"], "Order": ["a", "a"]}, ("Refund ID",)),
    ("an id that is not the row's own", {"Customer ID": ["1", "2"], "Order": ["a", "a"]}, ("Order",)),
    ("order and item", {"SKU": ["1", "2"], "Order No": ["a", "b"], "Order Date": ["x", "y"]}, ("Order No", "SKU")),
    ("an own id with a gap", {"ID": ["1", None], "Order": ["a", "b"]}, ("Order",)),
    ("no id at all", {"Name": ["a", "a"], "Amount": ["1", "2"]}, ("Name", "Amount")),
]


@pytest.mark.parametrize(("columns", "identity"), [row[1:] for row in IDENTITIES], ids=[row[0] for row in IDENTITIES])
def test_rows_are_told_apart_by(columns: dict[str, list[CellValue]], identity: tuple[str, ...]) -> None:
    assert row_id(Source("s", columns, [2, 3])) == identity
