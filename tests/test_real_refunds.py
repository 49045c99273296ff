"""Real refunds, end to end: 674 cancelled lines of a real shop come in once, add up, and survive what people do.

The data is described in tests/data/README.md. What sheetkit says is compared with a count by the csv module and
Decimal alone.
"""

import csv
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import sheetkit
from sheetkit.app.results import Imported
from sheetkit.compute.figures import DashboardFigures
from sheetkit.core.money import exact
from sheetkit.core.values import CellValue
from tests.oracles.libreoffice import recalculate

DAY = date(2012, 1, 5)
SOURCE = Path(__file__).parent / "data" / "online_retail_cancellations.csv"


@dataclass(frozen=True)
class Line:
    """One line of the source as the csv module reads it."""

    order: str
    sku: str
    product: str
    pieces: int
    day: date
    amount: Decimal
    customer: str
    country: str


def lines() -> list[Line]:
    with SOURCE.open(encoding="utf-8", newline="") as file:
        return [
            Line(
                order=row["InvoiceNo"],
                sku=row["StockCode"],
                product=row["Description"].strip(),
                pieces=-int(row["Quantity"]),
                day=date.fromisoformat(row["InvoiceDate"][:10]),
                amount=-int(row["Quantity"]) * Decimal(row["UnitPrice"]),
                customer=row["CustomerID"].removesuffix(".0"),
                country=row["Country"],
            )
            for row in csv.DictReader(file)
        ]


LINES = lines()


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Imported]:
    """A new log in pounds with the real lines in it, and what the import said."""
    book = tmp_path_factory.mktemp("real") / "cases.xlsx"
    sheetkit.build("refund-log", book, as_of=DAY, currency="GBP")
    return book, sheetkit.import_rows(book, SOURCE, tab="Cases", as_of=DAY)


@pytest.fixture
def book(imported: tuple[Path, Imported], tmp_path: Path) -> Path:
    """A copy to work in, its mapping beside it."""
    path = tmp_path / "cases.xlsx"
    path.write_bytes(imported[0].read_bytes())
    kept = Path(imported[1].mapping)
    path.with_name(kept.name).write_bytes(kept.read_bytes())
    return path


def cases(path: Path) -> dict[str, list[CellValue]]:
    """The columns of the Cases tab as sheetkit reads them back from the file."""
    table = sheetkit.read(path).ledger.tables["Cases"]
    return {name: table.typed(name) for name in table.columns}


def test_all_lines_come_in_once_without_a_word_of_complaint(imported: tuple[Path, Imported]) -> None:
    _, done = imported
    assert (done.read, done.added, done.already_there, done.left_out) == (674, 674, 0, 0)
    assert [problem for problem in done.problems if problem.severity == "error"] == []


def test_every_line_is_there_as_the_source_has_it(imported: tuple[Path, Imported]) -> None:
    columns = cases(imported[0])
    rows = zip(
        columns["Order ID"], columns["SKU"], columns["Product"], columns["Quantity"], columns["Amount"],
        columns["Customer ID"], columns["Country"], strict=True,
    )  # fmt: skip
    found = Counter(
        (order, sku, product, quantity, exact(amount), customer or "", country)
        for order, sku, product, quantity, amount, customer, country in rows
        if isinstance(amount, int | float)
    )
    assert found == Counter(
        (line.order, line.sku, line.product, line.pieces, line.amount.normalize(), line.customer, line.country)
        for line in LINES
    )


def test_the_sum_is_equal_to_the_penny(imported: tuple[Path, Imported]) -> None:
    amounts = cases(imported[0])["Amount"]
    total = sum((exact(amount) for amount in amounts if isinstance(amount, int | float)), Decimal(0))
    assert total == sum(line.amount for line in LINES) == Decimal("34422.33")


def test_every_case_has_a_key_of_its_own_by_the_year_of_its_request(imported: tuple[Path, Imported]) -> None:
    keys = [str(key) for key in cases(imported[0])["Case ID"]]
    assert len(set(keys)) == 674
    assert Counter(key[:7] for key in keys) == Counter(f"RF-{line.day.year}" for line in LINES)


def test_blank_customers_stay_blank_and_numbers_lose_their_decimal_point(imported: tuple[Path, Imported]) -> None:
    customers = cases(imported[0])["Customer ID"]
    assert customers.count(None) == 26
    assert all(str(customer).isdecimal() for customer in customers if customer is not None)


def test_importing_again_adds_none_and_changes_nothing(book: Path) -> None:
    before = book.read_bytes()
    done = sheetkit.import_rows(book, SOURCE, tab="Cases", as_of=DAY)
    assert (done.added, done.already_there) == (0, 674)
    assert book.read_bytes() == before


def test_only_new_lines_of_a_longer_export_come_in(book: Path, tmp_path: Path) -> None:
    longer = tmp_path / "longer.csv"
    text = SOURCE.read_text("utf-8").rstrip("\n").split("\n")
    again, new = text[5], "C999999,22631,CIRCUS PARADE LUNCH BOX ,-2,2011-12-09 10:00:00,1.95,12472.0,Germany"
    longer.write_text("\n".join([text[0], new, *reversed(text[1:]), again]) + "\n", encoding="utf-8")
    done = sheetkit.import_rows(book, longer, tab="Cases", as_of=DAY)
    assert (done.added, done.already_there) == (2, 674)
    assert cases(book)["Order ID"][-2:] == ["C999999", again.split(",")[0]]


def test_the_same_export_as_an_xlsx_file_adds_none(book: Path, tmp_path: Path) -> None:
    """The spreadsheet program that made the file turned numbers and dates into its own."""
    workbook = openpyxl.Workbook()
    sheet = workbook.create_sheet("Export", 0)
    with SOURCE.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file):
            sheet.append([_typed(value) for value in row])
    export = tmp_path / "export.xlsx"
    workbook.save(export)
    done = sheetkit.import_rows(book, export, tab="Cases", as_of=DAY)
    assert (done.added, done.already_there) == (0, 674)
    assert [problem.message for problem in done.problems if problem.code == "import-changed"] == []


def _typed(value: str) -> str | float | None:
    try:
        return float(value)
    except ValueError:
        return value or None


def test_the_review_of_the_third_quarter_equals_an_independent_count(imported: tuple[Path, Imported]) -> None:
    reviewed = sheetkit.review(imported[0], "2011Q3", as_of=DAY).review
    now = [line for line in LINES if date(2011, 7, 1) <= line.day < date(2011, 10, 1)]
    before = [line for line in LINES if date(2011, 4, 1) <= line.day < date(2011, 7, 1)]
    (dashboard,) = reviewed.dashboards
    figures = {figure.name: (figure.value, figure.before) for figure in dashboard.metrics}
    assert figures["Cases_Opened"] == (len(now), len(before)) == (164, 138)
    requested = [sum((line.amount for line in part), Decimal(0)) for part in (now, before)]
    assert figures["Amount_Requested"] == pytest.approx(tuple(map(float, requested)), abs=1e-6)
    assert figures["Open_At_End"] == tuple(
        sum(line.day < end for line in LINES) for end in (date(2011, 10, 1), date(2011, 7, 1))
    )
    assert figures["Cases_Closed"] == (0, 0)
    assert reviewed.currency == "GBP"


def test_months_and_products_of_the_review_equal_an_independent_count(imported: tuple[Path, Imported]) -> None:
    (dashboard,) = sheetkit.review(imported[0], "2011Q3", as_of=DAY).review.dashboards
    months = {row[0]: row[1] for row in summary(dashboard, "By_Month")}
    assert list(months.values()) == [
        sum((line.day.year, line.day.month) == (year, month) for line in LINES)
        for year, month in [(2010, 10), (2010, 11), (2010, 12), *((2011, month) for month in range(1, 10))]
    ]
    counts = Counter(line.product for line in LINES if date(2011, 7, 1) <= line.day < date(2011, 10, 1))
    found = {str(row[0]): row[1] for row in summary(dashboard, "By_Product")}
    assert found
    assert found == {product: counts[product] for product in found}
    assert sorted(found.values(), key=str) == sorted((n for _, n in counts.most_common(len(found))), key=str)


def summary(dashboard: DashboardFigures, name: str) -> tuple[tuple[CellValue, ...], ...]:
    return next(each.rows for each in dashboard.summaries if each.name == name)


EDITS: dict[tuple[str, str], Any] = {
    ("C536548", "Status"): "Approved",
    ("C536548", "Approved On"): date(2012, 1, 4),
    ("C536622", "Customer Name"): "Zoë O'Hara <zoe@example.com>",
    ("C536622", "Notes & Communications"): "=not a formula, she wrote\nsecond line",
    ("C536734", "Reason"): "Damaged",
    ("C536817", "Country"): "Ireland",
    ("C536817", "Amount"): 12.34,
}
"""What people change, by order and column."""


def edit_by_openpyxl(path: Path) -> None:
    """The edits, a sort by another column and a row of one's own, saved by another program."""
    workbook = openpyxl.load_workbook(path)
    sheet = workbook["Cases"]
    headers: dict[Any, int] = {cell.value: cell.column for cell in sheet[1] if cell.column}
    rows = {sheet.cell(row, headers["Order ID"]).value: row for row in range(2, sheet.max_row + 1)}
    for (order, column), value in EDITS.items():
        cell = sheet.cell(rows[order], headers[column])
        cell.value = value
        if isinstance(value, str) and value.startswith("="):
            cell.data_type = "s"
    empty = next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, headers["Order ID"]).value is None)
    own: dict[str, Any] = {
        "Date Request Received": date(2012, 1, 3),
        "Order ID": "C600000",
        "Amount": 7.5,
        "Currency": "GBP",
    }
    for column, value in own.items():
        sheet.cell(empty, headers[column]).value = value
    workbook.save(path)


def edit_by_openpyxl_and_libreoffice(path: Path) -> None:
    """The same, and then opened and saved in LibreOffice."""
    edit_by_openpyxl(path)
    saved = recalculate(path, path.parent / "libreoffice")
    path.write_bytes(saved.read_bytes())


@pytest.mark.parametrize("edit", [edit_by_openpyxl, edit_by_openpyxl_and_libreoffice], ids=["openpyxl", "LibreOffice"])
def test_every_edit_survives_an_update(book: Path, edit: Callable[[Path], None]) -> None:
    before = cases(book)
    edit(book)
    done = sheetkit.update(book, as_of=DAY)
    after = cases(book)
    expected = {name: list(before[name]) for name in INPUTS}
    for (order, column), value in EDITS.items():
        row = before["Order ID"].index(order)
        expected[column][row] = float((value - date(1899, 12, 30)).days) if isinstance(value, date) else value
    for name in INPUTS:
        assert after[name][:674] == expected[name], name
    assert (after["Order ID"][674], after["Amount"][674]) == ("C600000", 7.5)
    assert done.keys["Cases"] == (after["Case ID"][674],) == ("RF-2012-0001",)
    assert after["Case ID"][:674] == before["Case ID"]
    assert done.logged == {"Activity": 1}
    again = sheetkit.update(book, as_of=DAY)
    assert not again.changed


INPUTS = [
    "Date Request Received", "Customer Name", "Customer ID", "Order ID", "Product", "SKU", "Quantity", "Amount",
    "Currency", "Order Total", "Country", "Reason", "Status", "First Response On", "Approved On", "Processed On",
    "Resolution Date", "Notes & Communications", "Source ID",
]  # fmt: skip
