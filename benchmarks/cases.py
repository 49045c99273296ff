"""The workbook that the benchmarks build: a table of cases with 24 columns, 6 of them computed, flags and dropdowns."""

import random
from collections.abc import Sequence
from typing import Final

from sheetkit.core.values import CellValue
from sheetkit.formula.ast import Name, Node
from sheetkit.formula.layout import Layout, NamePlace, TablePlace
from sheetkit.formula.parse import parse
from sheetkit.workbook.model import (
    Block,
    CellColumn,
    DefinedName,
    FlagColour,
    FlagRule,
    Page,
    Sheet,
    Style,
    Table,
    Validation,
    Workbook,
)

TODAY: Final = 46348
REASONS: Final = ("Damaged", "Wrong item", "Late delivery", "Changed mind", "Other")
FORMATS: Final = {"money": "#,##0.00", "date": "yyyy-mm-dd", "text": "@", "number": "0"}
COLUMNS: Final[tuple[tuple[str, str], ...]] = (
    ("Case ID", "text"), ("Opened", "date"), ("Customer", "text"), ("Mail", "text"), ("Order", "text"),
    ("Product", "text"), ("Reason", "text"), ("Quantity", "number"), ("Price", "money"), ("Fee", "money"),
    ("Approved", "text"), ("Approved On", "date"), ("Paid On", "date"), ("Channel", "text"), ("Country", "text"),
    ("Rating", "number"), ("Reference", "text"), ("Note", "text"), ("Amount", "money"), ("Refund", "money"),
    ("Days Open", "number"), ("Overdue", "text"), ("Month", "number"), ("Next Action", "text"),
)  # fmt: skip
FORMULAS: Final[dict[str, Node]] = {
    "Amount": parse("=[@Quantity]*[@Price]"),
    "Refund": parse("=ROUND([@Amount]-[@Fee],2)"),
    "Days Open": parse('=IF([@[Paid On]]="",Today,[@[Paid On]])-[@Opened]'),
    "Overdue": parse('=IF(AND([@[Paid On]]="",[@[Days Open]]>30),"overdue","")'),
    "Month": parse("=MONTH([@Opened])"),
    "Next Action": parse('=IF([@[Paid On]]<>"","closed",IF([@Approved]="Yes","pay","decide"))'),
}


def columns(rows: int, seed: int = 7) -> dict[str, list[CellValue]]:
    """The cells of every column, with what the formulas give; the same seed gives the same cells."""
    source = random.Random(seed)  # noqa: S311 - test data, no secrets
    table: dict[str, list[CellValue]] = {name: [] for name, _ in COLUMNS}
    for i in range(rows):
        for value, cells in zip(_row(source, i), table.values(), strict=True):
            cells.append(value)
    return table


def _row(source: random.Random, i: int) -> Sequence[CellValue]:
    opened = TODAY - source.randrange(400)
    customer, quantity = source.randrange(20_000), source.randint(1, 9)
    price, fee = source.randrange(500, 30_000) / 100, source.randrange(0, 400) / 100
    approved = source.choice(("Yes", "No", None))
    approved_on = opened + source.randrange(10) if approved else None
    paid_on = opened + source.randrange(5, 40) if approved == "Yes" else None
    amount = quantity * price
    days = (paid_on or TODAY) - opened
    month = source.randint(1, 12)
    return (
        f"RF-2026-{i:06}", opened, f"Customer {customer}", f"c{customer}@example.com",
        f"A-{source.randrange(10**7):07}",
        f"Product {source.randrange(300)}", source.choice(REASONS), quantity, price, fee,
        approved, approved_on, paid_on, source.choice(("mail", "phone", "shop")),
        source.choice(("DE", "FR", "GB", "PL")),
        source.randint(1, 5), f"{source.randrange(10**9):09}", f"Note {i} & more" if i % 3 == 0 else None,
        amount, round(amount - fee, 2), days, "overdue" if not paid_on and days > 30 else "", month,
        "closed" if paid_on else "pay" if approved == "Yes" else "decide",
    )  # fmt: skip


def workbook(rows: int, table: dict[str, list[CellValue]] | None = None) -> Workbook:
    """The cases as a workbook with a table, 6 flags and 4 validations, a list and a setting."""
    cells = table or columns(rows)
    names = {"Today": NamePlace("Settings", 0, 0), "Reasons": NamePlace("Settings", 0, 1, rows=12)}
    place = TablePlace("Cases", 1, rows, {name: i for i, (name, _) in enumerate(COLUMNS)})
    settings = (
        Block(0, 0, (CellColumn((TODAY,), Style("input", "yyyy-mm-dd")),)),
        Block(0, 1, (CellColumn((*REASONS, *(None,) * 7), Style("input", "@")),)),
    )
    return Workbook(
        sheets=(_cases(rows, cells), Sheet("Settings", blocks=settings)),
        names=tuple(DefinedName(name, p.sheet, p.row, p.column, p.rows) for name, p in names.items()),
        layout=Layout({"Cases": place}, names),
        title="Cases",
    )


def _cases(rows: int, cells: dict[str, list[CellValue]]) -> Sheet:
    header = tuple(CellColumn((name,), Style("header")) for name, _ in COLUMNS)
    body = tuple(
        CellColumn(cells[name], Style("formula" if name in FORMULAS else "input", FORMATS[kind]), FORMULAS.get(name))
        for name, kind in COLUMNS
    )
    last = len(COLUMNS) - 1
    flags: tuple[tuple[str, FlagColour, int], ...] = (
        ('=[@[Next Action]]="closed"', "muted", 23), ('=[@Overdue]="overdue"', "alarm", 21),
        ("=[@Amount]>500", "notice", 18), ("=[@[Days Open]]>30", "warning", 20),
        ('=[@Approved]="Yes"', "good", 10), ("=[@Rating]=1", "mark", 15),
    )  # fmt: skip
    return Sheet(
        name="Cases",
        blocks=(Block(0, 0, header), Block(1, 0, body)),
        tables=(Table("Cases", 0, 0, rows, tuple(name for name, _ in COLUMNS), FORMULAS),),
        validations=(
            Validation(1, 6, rows, 6, "list", source=Name("Reasons")),
            Validation(1, 10, rows, 10, "list", choices=("Yes", "No")),
            Validation(1, 8, rows, 8, "decimal", minimum=parse("=0")),
            Validation(1, 1, rows, 1, "date", maximum=Name("Today")),
        ),
        flags=tuple(FlagRule(1, column, rows, column, parse(when), colour, "Cases") for when, colour, column in flags),
        widths=dict.fromkeys(range(last + 1), 14),
        freeze=(1, 1),
        page=Page(repeat_rows=(0, 0)),
    )
