"""The read-only pages in a real browser: what a person sees of a spreadsheet."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from sheetkit.emulator.page.view import MOST_ROWS
from sheetkit.emulator.server import Server
from tests.emulator.conftest import Person
from tests.oracles.tools import find

RED = {"rgbColor": {"red": 0.8, "green": 0.2}}
DEEP = {"rgbColor": {"red": 0.1216, "green": 0.3059, "blue": 0.4314}}
WHITE = {"rgbColor": {"red": 1, "green": 1, "blue": 1}}
BANDS = {"headerColorStyle": DEEP, "firstBandColorStyle": WHITE, "secondBandColorStyle": {"rgbColor": {"green": 1}}}
ROWS: list[list[Any]] = [
    ["Case ID", "Customer", "Reason", "Days Left", "Refund", "Closed", "Note"],
    ["RF-2026-0001", "Ana <b>Bold</b>", "Damaged", -4, 12.5, True, "line one\nline two"],
    ["RF-2026-0002", '<script>document.title="caught"</script>', "Too late", 3, 1250, False, ""],
    ["RF-2026-0003", "李雷", "Damaged", 12, 0, False, "x" * 80],
]


def area(sheet: int, rows: tuple[int, int], columns: tuple[int, int]) -> dict[str, int]:
    return {
        "sheetId": sheet,
        "startRowIndex": rows[0],
        "endRowIndex": rows[1],
        "startColumnIndex": columns[0],
        "endColumnIndex": columns[1],
    }


def painted(range_: Any, format_: Any) -> dict[str, Any]:
    fields = ",".join(f"userEnteredFormat.{name}" for name in format_)
    return {"repeatCell": {"range": range_, "cell": {"userEnteredFormat": format_}, "fields": fields}}


def colored(range_: Any, kind: str, value: str) -> dict[str, Any]:
    condition = {"type": kind, "values": [{"userEnteredValue": value}]}
    look = {"backgroundColorStyle": RED, "textFormat": {"bold": True}}
    rule = {"ranges": [range_], "booleanRule": {"condition": condition, "format": look}}
    return {"addConditionalFormatRule": {"rule": rule, "index": 0}}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server(clock=datetime(2026, 7, 1, 12, tzinfo=UTC)) as running:
        yield running


@pytest.fixture(scope="module")
def sheet(server: Server) -> str:
    """A small log with all that a page can show."""
    alice = Person(server, "alice")
    body = {"properties": {"title": "Refunds <2026>"}, "sheets": [{"properties": {"sheetId": 0, "title": "Cases"}}]}
    made = str(alice.post("/v4/spreadsheets", body)["spreadsheetId"])
    assert alice.put(made, "Cases!A1", *ROWS).ok
    assert alice.put(made, "Cases!A6:B6", ["Total", "=SUM(E2:E4)"], option="USER_ENTERED").ok
    header = {"backgroundColorStyle": DEEP, "textFormat": {"foregroundColorStyle": WHITE, "bold": True}}
    choices = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": x} for x in ("Damaged", "Late")]}}
    requests = [
        {
            "updateSheetProperties": {
                "properties": {"sheetId": 0, "gridProperties": {"frozenRowCount": 1}},
                "fields": "gridProperties.frozenRowCount",
            }
        },
        painted(area(0, (0, 1), (0, 7)), header),
        painted(area(0, (1, 4), (4, 5)), {"numberFormat": {"type": "NUMBER", "pattern": "#,##0.00"}}),
        colored(area(0, (1, 9), (0, 7)), "CUSTOM_FORMULA", '=AND($D2<>"",$D2<0)'),
        colored(area(0, (1, 9), (2, 3)), "TEXT_EQ", "Too late"),
        {
            "updateCells": {
                "range": area(0, (0, 1), (3, 4)),
                "rows": [{"values": [{"note": "Working time <left>"}]}],
                "fields": "note",
            }
        },
        {"setDataValidation": {"range": area(0, (1, 9), (2, 3)), "rule": choices}},
        {"setDataValidation": {"range": area(0, (1, 9), (5, 6)), "rule": {"condition": {"type": "BOOLEAN"}}}},
        {"addSheet": {"properties": {"sheetId": 7, "title": "Many & more", "tabColorStyle": RED}}},
        {"addSheet": {"properties": {"sheetId": 9, "title": "Drawn", "gridProperties": {"frozenColumnCount": 1}}}},
        {"addBanding": {"bandedRange": {"range": area(9, (0, 3), (0, 2)), "rowProperties": BANDS}}},
        {"addTable": {"table": {"name": "Small", "range": area(9, (5, 8), (0, 2))}}},
        {"mergeCells": {"range": area(9, (10, 12), (1, 4)), "mergeType": "MERGE_ALL"}},
        {"updateBorders": {"range": area(9, (14, 15), (0, 1)), "top": {"style": "DASHED", "colorStyle": RED}}},
        painted(area(9, (14, 15), (0, 1)), {"textFormat": {"italic": True, "strikethrough": True, "fontSize": 14}}),
        painted(area(9, (15, 16), (0, 1)), {"textFormat": {"link": {"uri": "https://example.com/"}}}),
        painted(area(9, (16, 17), (0, 1)), {"textFormat": {"link": {"uri": "#gid=7"}}, "wrapStrategy": "WRAP"}),
        painted(area(9, (17, 18), (0, 1)), {"textFormat": {"foregroundColorStyle": {"themeColor": "ACCENT1"}}}),
        {"addSheet": {"properties": {"sheetId": 8, "title": "_sheetkit", "hidden": True}}},
    ]
    alice.post(f"/v4/spreadsheets/{made}:batchUpdate", {"requests": requests})
    texts = [[""]] * 5 + [["Name"], ["a"], ["b"]] + [[""]] * 2 + [["", "one of six"]] + [[""]] * 3
    assert alice.put(made, "Drawn!A1", *texts, ["struck"], ["web"], ["tab"], ["themed"], ["runs over", "", "stops"]).ok
    assert alice.put(made, "'Many & more'!A1", *[[row] for row in range(1, 701)]).ok
    return made


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = find("chromium", "Install chromium.")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails the test when the browser complains."""
    opened = browser.new_page(viewport={"width": 1100, "height": 620})
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    yield opened
    opened.close()
    assert said == []


def cell(page: Page, row: int, column: int) -> Any:
    """A cell of the tab in view, counted from 1."""
    return page.locator("section:visible tr", has=page.locator(f"th[scope=row]:text-is('{row}')")).locator(
        f"td:nth-of-type({column})"
    )


def style(page: Page, row: int, column: int, name: str) -> str:
    return str(cell(page, row, column).evaluate(f"each => getComputedStyle(each)['{name}']"))


def test_a_person_sees_values_colours_notes_and_choices(server: Server, sheet: str, page: Page) -> None:
    page.goto(f"{server.url}/spreadsheets/d/{sheet}")
    assert page.title() == "Refunds <2026>"
    assert cell(page, 2, 2).inner_text() == "Ana <b>Bold</b>"
    assert cell(page, 3, 2).inner_text().startswith("<script>")
    assert cell(page, 6, 2).inner_text() == "1262.5", "what the formula gives, not its text"
    assert style(page, 1, 1, "backgroundColor") == "rgb(31, 78, 110)"
    assert style(page, 1, 1, "color") == "rgb(255, 255, 255)"
    assert style(page, 2, 4, "textAlign") == "right"
    assert cell(page, 1, 4).get_attribute("title") == "Working time <left>"
    assert cell(page, 2, 3).get_attribute("title") == "One of: Damaged, Late"
    assert [cell(page, row, 6).inner_text() for row in (2, 3)] == ["☑", "☐"]


def test_conditional_formats_colour_what_they_hold_for(server: Server, sheet: str, page: Page) -> None:
    page.goto(f"{server.url}/spreadsheets/d/{sheet}")
    red = "rgb(204, 51, 0)"
    colours = [[style(page, row, column, "backgroundColor") == red for column in (1, 3)] for row in (2, 3, 4, 5)]
    assert colours == [[True, True], [False, True], [False, False], [False, False]]
    assert style(page, 2, 1, "fontWeight") == "700"


def test_tabs_are_links_and_work_without_scripts(server: Server, sheet: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server.url}/spreadsheets/d/{sheet}/edit")
    assert page.locator("nav a").all_inner_texts() == ["Cases", "Many & more", "Drawn", "_sheetkit"]
    assert page.get_by_text("RF-2026-0001").is_visible()
    page.get_by_role("link", name="Many & more").click()
    assert page.url.endswith("#gid=7")
    assert not page.get_by_text("RF-2026-0001").is_visible()
    assert page.get_by_text(f"{700 - MOST_ROWS} more rows are not shown here.").is_visible()
    page.goto(f"{server.url}/spreadsheets/d/{sheet}/edit#gid=7")
    assert page.locator("section:visible").get_attribute("aria-label") == "Many & more"
    context.close()


def test_the_header_stays_in_view(server: Server, sheet: str, page: Page) -> None:
    page.set_viewport_size({"width": 700, "height": 260})
    page.goto(f"{server.url}/spreadsheets/d/{sheet}")
    page.locator("section:visible .scroll").evaluate("each => each.scrollTop = 200")
    box = cell(page, 1, 1).bounding_box()
    assert box is not None
    assert 0 < box["y"] < 150


def test_the_list_shows_every_spreadsheet_and_where_it_leads(server: Server, sheet: str, page: Page) -> None:
    page.goto(server.url)
    page.get_by_role("link", name="Refunds <2026>").click()
    assert page.url == f"{server.url}/spreadsheets/d/{sheet}"


def test_an_empty_server_says_what_to_do_and_a_lost_page_where_to_go(page: Page) -> None:
    with Server() as empty:
        page.goto(empty.url)
        assert f"SHEETKIT_GOOGLE_URL={empty.url}" in page.inner_text("pre")


def test_a_spreadsheet_that_is_not_there(server: Server) -> None:
    answer = Person(server, "alice").call("GET", "/spreadsheets/d/<none>")
    assert answer.status_code == 404
    assert "There is no such spreadsheet" in answer.text
    assert "<none>" not in answer.text


def test_what_else_is_drawn(server: Server, sheet: str, page: Page) -> None:
    page.goto(f"{server.url}/spreadsheets/d/{sheet}#gid=9")
    fills = [style(page, row, 1, "backgroundColor") for row in (1, 2, 3, 4)]
    assert fills == ["rgb(31, 78, 110)", "rgb(255, 255, 255)", "rgb(0, 255, 0)", "rgb(255, 255, 255)"]
    assert style(page, 6, 1, "color") == "rgb(255, 255, 255)", "the header of a table can be read"
    merged = cell(page, 11, 2)
    assert (merged.get_attribute("colspan"), merged.get_attribute("rowspan")) == ("3", "2")
    assert style(page, 15, 1, "borderTopStyle") == "dashed"
    assert style(page, 15, 1, "fontStyle") == "italic"
    assert [cell(page, row, 1).locator("a").get_attribute("href") for row in (16, 17)] == [
        "https://example.com/",
        "#gid=7",
    ]
    assert style(page, 18, 1, "color") == "rgb(66, 133, 244)"
    assert style(page, 1, 1, "position") == "sticky"
    over = cell(page, 19, 1).locator("div").bounding_box()
    assert over is not None
    assert over["width"] > 150
    assert page.get_by_text("Tables: Small.").is_visible()
