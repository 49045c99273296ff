"""A small workbook that uses every part of the model, as records.render would make it: the tests' common example."""

from sheetkit.core.values import NA, CellValue
from sheetkit.formula.ast import Column, Name, Node
from sheetkit.formula.layout import Layout, NamePlace, TablePlace
from sheetkit.formula.parse import parse
from sheetkit.workbook.model import (
    Block,
    CellColumn,
    Chart,
    DefinedName,
    FlagRule,
    Link,
    Note,
    Page,
    Role,
    Series,
    Sheet,
    Style,
    Table,
    Validation,
    Workbook,
)

TODAY = 46348  # 22 November 2026
SPARE = 6
MONEY = "#,##0.00"
DATE = "yyyy-mm-dd"
REASONS = ("Damaged", "Wrong item", "Late delivery", "Changed mind", "Other")
PRODUCTS = ("Desk lamp", "Wool blanket", "Tea pot, 1.2 l", "Wall clock", "Notebook set")
NAMES = ("Ana Petrova", "Jonas Weber", "Chloé Martin", "O'Brien & Sons", "李 Wei")

HEADERS: tuple[tuple[str, Role, float], ...] = (
    ("Case ID", "key", 15),
    ("Opened", "input", 12),
    ("Customer", "input", 20),
    ("Product", "input", 18),
    ("Reason", "input", 16),
    ("Amount", "input", 11),
    ("Approved", "input", 10),
    ("Closed On", "input", 12),
    ("Share", "input", 9),
    ("Note", "input", 34),
    ("Days Open", "formula", 9),
    ("Refund", "formula", 11),
    ("Next Action", "formula", 20),
    ("Last Change", "stamp", 13),
    ("Check", "stamp", 26),
)
FORMULAS: dict[str, Node] = {
    "Days Open": parse('=IF([@Opened]="","",IF([@[Closed On]]="",Today,[@[Closed On]])-[@Opened])'),
    "Refund": parse('=IF([@Opened]="","",IF([@Approved]="Yes",ROUND([@Amount]*[@Share],2),0))'),
    "Next Action": parse(
        '=IF([@Opened]="","",IF([@[Closed On]]<>"","Closed",'
        'IF([@[Days Open]]>Overdue_Days,"Reply now & escalate","Wait")))'
    ),
}


def rows(count: int = 20) -> list[dict[str, CellValue]]:
    """Cases as a person would have typed them, with what the formulas give."""
    made: list[dict[str, CellValue]] = []
    for i in range(count):
        closed = TODAY - 40 + i * 2 if i % 3 == 0 else None
        opened = TODAY - 60 + i * 3
        amount = round(12.5 + i * 17.35, 2)
        approved = ("Yes", "No", None)[i % 3]
        share = 0.5 if i % 4 == 1 else 1.0
        days = (closed or TODAY) - opened
        action = "Closed" if closed else ("Reply now & escalate" if days > 30 else "Wait")
        made.append(
            {
                "Case ID": f"RF-2026-{i + 1:04}",
                "Opened": opened,
                "Customer": NAMES[i % len(NAMES)],
                "Product": PRODUCTS[i % len(PRODUCTS)],
                "Reason": REASONS[i % len(REASONS)],
                "Amount": amount,
                "Approved": approved,
                "Closed On": closed,
                "Share": share,
                "Note": _note(i),
                "Days Open": days,
                "Refund": round(amount * share + 1e-9, 2) if approved == "Yes" else 0,
                "Next Action": action,
                "Last Change": opened + 1 if i % 2 else None,
                "Check": "Closed On lies before Opened." if closed and closed < opened else None,
            }
        )
    return made


def _note(i: int) -> str | None:
    notes = {
        0: "Parcel arrived wet; photos in the mail of 3 October.",
        4: '=HYPERLINK("https://example.com","click")',
        7: "  two spaces before,\nand a second line",
        11: "a bell \x07 and _x0041_ stay as typed",
        15: "-20 % was offered <first>",
    }
    return notes.get(i)


def example(count: int = 20) -> Workbook:
    """The workbook: cases, a review with a chart, settings, lists, and a very hidden tab."""
    filled = rows(count)
    total = count + SPARE
    tables = {
        "Cases": TablePlace("Cases", 1, total, {name: i for i, (name, _, _) in enumerate(HEADERS)}),
        "By_Reason": TablePlace("Review", 9, len(REASONS), {"Reason": 1, "Cases": 2, "Amount": 3}),
    }
    names = {
        "Today": NamePlace("Settings", 2, 1),
        "Overdue_Days": NamePlace("Settings", 3, 1),
        "Reasons": NamePlace("Lists", 1, 0, rows=12),
        "Total_Refund": NamePlace("Review", 4, 2),
        "Median_Amount": NamePlace("Review", 5, 2),
    }
    return Workbook(
        sheets=(_review(filled), _cases(filled, total), _settings(), _lists(), _hidden()),
        names=tuple(DefinedName(n, p.sheet, p.row, p.column, p.rows, p.columns) for n, p in names.items()),
        layout=Layout(tables, names),
        title="Refund log",
        subject="Every refund from request to money",
        author="sheetkit",
        active_sheet=1,
        currency="EUR",
    )


def _cases(filled: list[dict[str, CellValue]], total: int) -> Sheet:
    formats = {"Opened": DATE, "Closed On": DATE, "Last Change": DATE, "Amount": MONEY, "Refund": MONEY, "Share": "0%"}
    columns = []
    for name, role, _ in HEADERS:
        blank = "" if name in FORMULAS else None
        values = [row[name] for row in filled] + [blank] * (total - len(filled))
        style = Style(role, formats.get(name, "0" if name == "Days Open" else "@"), wrap=name in ("Note", "Check"))
        columns.append(CellColumn(values, style, FORMULAS.get(name)))
    header = tuple(
        CellColumn((name,), Style("header" if role == "input" else "header_computed", wrap=True))
        for name, role, _ in HEADERS
    )
    return Sheet(
        name="Cases",
        blocks=(Block(0, 0, header), Block(1, 0, tuple(columns))),
        tables=(Table("Cases", 0, 0, total, tuple(name for name, _, _ in HEADERS), FORMULAS),),
        validations=_validations(total),
        flags=(
            FlagRule(1, 0, total, 14, parse('=[@[Next Action]]="Closed"'), "muted", "Cases", stop=True),
            FlagRule(1, 12, total, 12, parse('=LEFT([@[Next Action]],5)="Reply"'), "alarm", "Cases"),
            FlagRule(1, 10, total, 10, parse("=N([@[Days Open]])>Overdue_Days"), "warning", "Cases"),
            FlagRule(1, 5, total, 5, parse("=[@Amount]>200"), "notice", "Cases"),
            FlagRule(1, 6, total, 6, parse('=[@Approved]="Yes"'), "good", "Cases"),
            FlagRule(1, 2, total, 2, parse("=COUNTIF(Cases[Customer],[@Customer])>4"), "mark", "Cases"),
        ),
        notes=(Note(0, 1, "The day on which the customer asked for the refund."), Note(0, 10, "Days since Opened.")),
        links=(Link(1, 0, sheet="Review", cell="B2", tip="To the review"), Link(1, 3, url="https://example.com/lamp")),
        widths={i: width for i, (_, _, width) in enumerate(HEADERS)},
        heights={0: 30},
        freeze=(1, 1),
        tab_colour="work",
        page=Page(repeat_rows=(0, 0), footer="Refund log · Q&A: see Lists"),
    )


def _validations(total: int) -> tuple[Validation, ...]:
    return (
        Validation(1, 1, total, 1, "date", minimum=parse("=DATE(2020,1,1)"), maximum=Name("Today"), title="Opened",
                   message="The day of the request.", error="A date from 2020 to today."),
        Validation(1, 4, total, 4, "list", source=Name("Reasons"), strict=False, error="Not in the list of reasons."),
        Validation(1, 5, total, 5, "decimal", minimum=parse("=0")),
        Validation(1, 6, total, 6, "list", choices=("Yes", "No")),
        Validation(1, 7, total, 7, "custom", formula=parse("=[@[Closed On]]>=[@Opened]"), table="Cases",
                   error="Closed before it was opened."),
        Validation(1, 9, total, 9, "length", maximum=parse("=2000")),
        Validation(1, 10, total, 12, "none", title="Computed", message="sheetkit computes this column. " * 12),
        Validation(1, 2, total, 2, "list", source=Column("Cases", "Customer"), strict=False),
    )  # fmt: skip


def _review(filled: list[dict[str, CellValue]]) -> Sheet:
    amounts = sorted(float(str(row["Amount"])) for row in filled)
    middle = (amounts[(len(amounts) - 1) // 2] + amounts[len(amounts) // 2]) / 2
    refund = round(sum(float(str(row["Refund"])) for row in filled), 2)
    counts = [sum(row["Reason"] == reason for row in filled) for reason in REASONS]
    sums = [round(sum(float(str(r["Amount"])) for r in filled if r["Reason"] == reason), 2) for reason in REASONS]
    last = 9 + len(REASONS) - 1
    metrics = (
        Block(3, 1, (CellColumn(("Open cases", "Refunded", "Median amount", "Not computable"), Style("label")),)),
        _metric(
            3,
            sum(row["Closed On"] is None for row in filled),
            '=COUNTIFS(Cases[Case ID],"<>",Cases[Closed On],"")',
            "0",
        ),
        _metric(4, refund, "=SUM(Cases[Refund])", MONEY),
        _metric(5, middle, '=MEDIAN(IF(Cases[Opened]<>"",Cases[Amount]))', MONEY, array=True),
        _metric(6, NA, "=NA()", MONEY),
    )
    summary = (
        CellColumn(REASONS, Style("input", "@")),
        CellColumn(counts, Style("formula", "0"), parse("=COUNTIFS(Cases[Reason],[@Reason])")),
        CellColumn(sums, Style("formula", MONEY), parse("=SUMIFS(Cases[Amount],Cases[Reason],[@Reason])")),
    )
    figure = Style("header_computed", align="right")
    titles = (CellColumn(("Reason",), Style("header")), CellColumn(("Cases",), figure), CellColumn(("Amount",), figure))
    return Sheet(
        name="Review",
        blocks=(
            Block(0, 1, (CellColumn(("Refund review",), Style("title")),)),
            Block(1, 1, (CellColumn(("Quarter to date, all amounts in EUR",), Style("note")),)),
            *metrics,
            Block(7, 1, (CellColumn(("By reason",), Style("subtitle")),)),
            Block(8, 1, titles),
            Block(9, 1, summary),
        ),
        tables=(Table("By_Reason", 8, 1, len(REASONS), ("Reason", "Cases", "Amount"),
                      {"Cases": summary[1].formula, "Amount": summary[2].formula}, filters=False, style="summary"),),  # type: ignore[dict-item]
        flags=(FlagRule(9, 2, last, 2, parse("=[@Cases]>=4"), "warning", "By_Reason"),),
        charts=(
            Chart("column", "Cases by reason", 3, 5, "Review", 1, 9, last, (Series("Cases", "Review", 2, 9, last),),
                  y_title="Cases", height=230),
            Chart("bar", "Amount by reason", 17, 1, "Review", 1, 9, last, (Series("Amount", "Review", 3, 9, last),),
                  width=460),
            Chart("line", "Both", 17, 6, "Review", 1, 9, last,
                  (Series("Cases", "Review", 2, 9, last), Series("Amount", "Review", 3, 9, last))),
            Chart("pie", "Share of cases", 17, 14, "Review", 1, 9, last, (Series("Cases", "Review", 2, 9, last),)),
        ),
        links=(Link(1, 1, sheet="Cases", cell="A2", tip="To the cases"),),
        widths={0: 2, 1: 24, 2: 12, 3: 14},
        heights={0: 30, 1: 18, 3: 20, 4: 20, 5: 20, 6: 20, 7: 24},
        tab_colour="figures",
        gridlines=False,
        merges=((0, 1, 0, 3), (1, 1, 1, 3)),
    )  # fmt: skip


def _metric(row: int, value: CellValue, formula: str, number_format: str, *, array: bool = False) -> Block:
    return Block(row, 2, (CellColumn((value,), Style("metric", number_format), parse(formula), array=array),))


def _settings() -> Sheet:
    return Sheet(
        name="Settings",
        blocks=(
            Block(0, 0, (CellColumn(("Settings",), Style("title")),)),
            Block(2, 0, (CellColumn(("Today", "Overdue after (days)", "Remind by mail"), Style("label")),)),
            Block(2, 1, (CellColumn((TODAY,), Style("input", DATE)),)),
            Block(3, 1, (CellColumn((30, True), Style("input")),)),
            Block(2, 2, (CellColumn(("Frozen: a person typed a date over =TODAY().",), Style("note")),)),
        ),
        widths={0: 24, 1: 14, 2: 40},
        tab_colour="setup",
    )


def _lists() -> Sheet:
    return Sheet(
        name="Lists",
        blocks=(
            Block(0, 0, (CellColumn(("Reasons",), Style("header")),)),
            Block(1, 0, (CellColumn((*REASONS, *(None,) * 7), Style("input", "@")),)),
        ),
        widths={0: 24},
        tab_colour="setup",
    )


def _hidden() -> Sheet:
    stored = CellColumn(("format", "name: refund-log\nversion: 1\n"), Style())
    return Sheet(name="_sheetkit", blocks=(Block(0, 0, (stored,)),), visibility="very hidden")
