"""The document of one case: complete, safe, printable with numbered pages, readable on a phone."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from sheetkit.compute.casefile import Case, Entry, Raised, RelatedRows, SourceRow
from sheetkit.compute.figures import Due
from sheetkit.core.problem import Problem
from sheetkit.core.values import DIV0, CellValue
from sheetkit.report.case import page, shown
from sheetkit.report.case_text import case_lines
from sheetkit.template.model import ColumnType
from tests.oracles.tools import find

EVIL = '<img src=x onerror=alert(1)> "); } body { display: none } & more'


@pytest.fixture
def case() -> Case:
    """A dispute with an awkward key, 60 messages, a link, and dates before and after the day."""
    messages = tuple(
        (f"M-{n}", 46200.5 + n, "Seller", f"{EVIL} {n} " + "word " * 30, 10.5 if n else None) for n in range(60)
    )
    return Case(
        title="Disputes",
        tab="Cases",
        key_column="Case ID",
        key='D"1</style><script>alert(1)</script>',
        as_of="2026-07-01",
        today=46204.0,
        shared=False,
        head=(Entry("Shop", "text", "Mugs & <b>More</b>"),),
        facts=(
            Entry("Order ID", "text", 536365.0),
            Entry("Note", "text", EVIL, private=True),
            Entry("Page", "link", "https://example.org/a?b=1&c=2"),
            Entry("Trap", "link", "javascript:alert(1)"),
        ),
        dates=(Entry("Opened", "date", 46200.0), Entry("Reply Due", "date", 46210.0, computed=True)),
        money=(Entry("Loss", "money", 1234.5, "EUR"), Entry("Fee", "money", 1000.0, "JPY")),
        figures=(Entry("Broken", "number", DIV0, computed=True),),
        texts=(Entry("Story", "long text", "First line.\nSecond line.", private=True),),
        sources=(SourceRow("Purchases", "Purchase", "P-1", (Entry("Item", "text", "Mug"),)),),
        related=(
            RelatedRows(
                "Messages",
                ("Case",),
                ("Message", "At", "Party", "Said", "Offer"),
                ("text", "datetime", "choice", "long text", "money"),
                (False, False, False, True, False),
                messages,
                tuple(("", "", "", "", "EUR") for _ in messages),
                75,
            ),
        ),
        due=(Due("Cases", "X", "Reply", "Answer.", "2026-07-07", 6, 7, waiting_on="the seller"),),
        flags=(Raised("Late", "alarm", "It is late."),),
        problems=(Problem(code="rule", message="It is wrong.", hint="Mend it.", tab="Cases", cell="D4"),),
    )


def test_texts_of_the_workbook_are_text(case: Case) -> None:
    text = page(case, "<i>cases.xlsx")
    assert not re.search(r"<(?:script|img|i|iframe|b>More)", text)
    assert "&lt;img src=x" in text
    assert text.count("</style>") == 1
    assert 'content: "D\\22 1\\3c \\2f style\\3e ' in text


def test_only_web_addresses_become_links_and_nothing_is_loaded(case: Case) -> None:
    addresses = re.findall(r'(?:href|src)="([^"]*)"', page(case))
    assert addresses == ["data:,", "https://example.org/a?b=1&amp;c=2"]


@pytest.mark.parametrize(
    ("value", "kind", "currency", "text"),
    [
        (536365.0, "text", "", "536365"),
        (1234.5, "money", "EUR", "1,234.50\N{NO-BREAK SPACE}EUR"),
        (1000.0, "money", "JPY", "1,000\N{NO-BREAK SPACE}JPY"),
        (1234.5, "money", "", "1,234.50"),
        ("free", "money", "EUR", "free"),
        (46204.0, "date", "", "2026-07-01"),
        (True, "yes/no", "", "yes"),
        (0.125, "percent", "", "12.5 %"),
    ],
)
def test_a_cell_is_shown_as_its_type(value: CellValue, kind: ColumnType, currency: str, text: str) -> None:
    assert shown(value, kind, currency) == text


def test_today_stands_between_what_was_and_what_is_to_come(case: Case) -> None:
    text = page(case)
    assert text.index("2026-06-27") < text.index(">Today<") < text.index("Reply Due")
    assert ">Today<" not in page(replace(case, dates=case.dates[:1]))


def test_private_cells_are_marked_and_a_shared_copy_says_nothing_of_it(case: Case) -> None:
    text = page(case)
    assert "For internal use" in text
    assert text.count('<span class="internal">internal</span>') == 2 + 60
    shared = replace(case, shared=True, facts=case.facts[:1], texts=(), related=(), due=(), flags=(), problems=())
    assert not re.search(r">internal<|internal use|--share", page(shared))


def test_problems_and_warnings_are_told_apart_in_words(case: Case) -> None:
    late = Problem(code="rule", message="It is late.", severity="warning")
    text = page(replace(case, problems=(*case.problems, late)))
    assert text.count('<span class="soft">problem</span>') == text.count('<span class="soft">warning</span>') == 1


def test_what_is_not_listed_is_counted(case: Case) -> None:
    assert "and 15 more rows" in page(case)


def test_the_terminal_shows_it_in_short_and_safely(case: Case) -> None:
    text = "\n".join(case_lines(replace(case, key="D\x1b[31m1")))
    assert "\x1b" not in text
    for part in ("1,234.50", "2026-06-27  Opened", "in 6 days", "Late: It is late.", "75 rows in Messages", "Mend it."):
        assert part in text


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = find("chromium", "Install chromium.")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def opened(browser: Browser, tmp_path: Path, case: Case) -> Iterator[tuple[Page, list[str]]]:
    """The document in a real browser, as wide as a phone, and all that the browser had to say about it."""
    file = tmp_path / "case.html"
    file.write_text(page(case, "cases.xlsx"), encoding="utf-8")
    tab = browser.new_page(viewport={"width": 360, "height": 740})
    heard: list[str] = []
    tab.on("console", lambda message: heard.append(f"console: {message.text}"))
    tab.on("request", lambda request: heard.append(f"request: {request.url}"))
    tab.on("dialog", lambda dialog: heard.append(f"dialog: {dialog.message}"))
    tab.goto(file.as_uri(), wait_until="networkidle")
    yield tab, [line for line in heard if line != f"request: {file.as_uri()}" and not line.startswith("request: data:")]
    tab.close()


def test_a_phone_shows_it_without_sideways_scrolling_or_complaints(opened: tuple[Page, list[str]]) -> None:
    tab, heard = opened
    assert heard == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360
    assert tab.evaluate("getComputedStyle(document.body).display") == "block"


def test_it_prints_with_numbered_pages_and_repeats_the_heads_of_tables(
    opened: tuple[Page, list[str]], tmp_path: Path
) -> None:
    import subprocess

    tab, _ = opened
    file = tmp_path / "case.pdf"
    tab.pdf(path=str(file), prefer_css_page_size=True)
    pdftotext = find("pdftotext", "Install poppler-utils.")
    done = subprocess.run([pdftotext, "-layout", str(file), "-"], check=True, capture_output=True, text=True)
    sheets = done.stdout.split("\f")[:-1]
    assert 3 <= len(sheets) <= 12
    for number, sheet in enumerate(sheets, start=1):
        assert re.search(rf"\b{number}\s*/\s*{len(sheets)}\b", sheet)
        assert 'D"1</style>' in sheet
    listing = [sheet for sheet in sheets if re.search(r"M-\d", sheet)]
    assert len(listing) > 1
    assert all(re.search(r"Message\b.*\bAt\b.*\bParty", sheet) for sheet in listing)
