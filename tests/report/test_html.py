"""The page of a review: complete, safe, readable on a phone, printable, and asking nothing of any server."""

from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from sheetkit.compute.figures import FlagCount, Review, RowList
from sheetkit.core.problem import Problem
from sheetkit.report.html import MOST_FLAGS, MOST_PROBLEMS, page
from sheetkit.template.model import ColumnType
from tests.oracles.tools import find


class Elements(HTMLParser):
    """Every start tag of a page with its attributes, and every text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_texts_of_the_workbook_are_text(review: Review, problems: tuple[Problem, ...]) -> None:
    elements = Elements(page(review, problems, "<img src=x onerror=alert(1)>.xlsx"))
    assert not {"script", "img", "iframe", "object", "form", "i"} & {tag for tag, _ in elements.tags}
    assert not [name for _, attributes in elements.tags for name in attributes if name.startswith("on")]
    assert '<script>alert("x")</script>' in elements.texts
    assert "Mugs & <b>More</b>" in elements.texts


def test_nothing_is_loaded_from_anywhere(review: Review, problems: tuple[Problem, ...]) -> None:
    elements = Elements(page(review, problems))
    addresses = [a[name] for _, a in elements.tags for name in ("src", "href", "xlink:href", "action") if name in a]
    assert [address for address in addresses if not str(address).startswith(("data:", "#"))] == []


def test_every_header_says_what_it_heads_and_charts_are_left_to_the_tables(review: Review) -> None:
    elements = Elements(page(review))
    headers = [attributes.get("scope") for tag, attributes in elements.tags if tag == "th"]
    assert headers
    assert set(headers) <= {"col", "row"}
    drawings = [attributes for tag, attributes in elements.tags if tag == "svg"]
    assert len(drawings) == 4
    assert all(attributes.get("aria-hidden") == "true" for attributes in drawings)
    assert sum(tag == "figcaption" for tag, _ in elements.tags) == 4


def test_figures_stand_beside_the_quarter_before(review: Review) -> None:
    text = page(review)
    assert '<b>4,210.50</b></td><td class="right">5,011.25</td><td class="right">\u2212800.75</td>' in text
    assert "Review of the third quarter of 2026, July to September" in text


def test_a_page_without_anything_to_say_says_that(review: Review) -> None:
    empty = replace(review, dashboards=(), flags=(), due=())
    texts = Elements(page(empty)).texts
    assert {"Nothing is due.", "No flag is up.", "None was found."} <= set(texts)


def test_problems_and_warnings_are_told_apart_in_words(review: Review, problems: tuple[Problem, ...]) -> None:
    texts = Elements(page(review, problems)).texts
    assert [text for text in texts if text.startswith(("problem", "warning"))] == [
        "problem, RF-2026-0003",
        *(f"problem, RF-2026-00{row}" for row in range(10, 17)),
        "warning",
        "problem",
    ]


def test_very_many_problems_are_counted_instead_of_listed(review: Review) -> None:
    many = [Problem(code="rule", message=f"Number {number}.") for number in range(MOST_PROBLEMS + 7)]
    text = page(review, many)
    assert "Number 199." in text
    assert "Number 200." not in text
    assert "and 7 more" in text


def test_the_most_urgent_flags_are_shown_and_the_others_can_be_opened(review: Review) -> None:
    notices = [FlagCount("Cases", f"Notice {number}", "notice", "Look.", 1, ("A-1",)) for number in range(MOST_FLAGS)]
    alarm = FlagCount("Cases", "Alarm", "alarm", "Act.", 1, ("A-1",))
    text = page(replace(review, flags=(*notices, alarm)))
    shown, _, folded = text.partition("<details>")
    assert "Alarm" in shown
    assert "1 more that are less urgent" in folded
    assert f"Notice {MOST_FLAGS - 1}" not in shown
    assert f"Notice {MOST_FLAGS - 1}" in folded


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = find("chromium", "Install chromium.")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def opened(
    browser: Browser, tmp_path: Path, review: Review, problems: tuple[Problem, ...]
) -> Iterator[tuple[Page, list[str]]]:
    """The page in a real browser, as wide as a phone, and all that the browser had to say about it."""
    file = tmp_path / "review.html"
    long_name = Problem(code="rule", tab="Cases", cell="A1", key="x" * 200, message="y" * 300)
    file.write_text(page(review, [*problems, long_name], "cases.xlsx"), encoding="utf-8")
    tab = browser.new_page(viewport={"width": 360, "height": 740})
    heard: list[str] = []
    tab.on("console", lambda message: heard.append(f"console: {message.text}"))
    tab.on("pageerror", lambda error: heard.append(f"error: {error}"))
    tab.on("request", lambda request: heard.append(f"request: {request.url}"))
    tab.on("dialog", lambda dialog: heard.append(f"dialog: {dialog.message}"))
    tab.goto(file.as_uri(), wait_until="networkidle")
    yield tab, [line for line in heard if line != f"request: {file.as_uri()}" and not line.startswith("request: data:")]
    tab.close()


def test_a_phone_shows_it_without_sideways_scrolling_or_complaints(opened: tuple[Page, list[str]]) -> None:
    tab, heard = opened
    assert heard == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360
    smallest = tab.evaluate(
        "Math.min(...[...document.querySelectorAll('main *')].filter(e => e.children.length == 0 && !e.closest('svg')"
        " && e.textContent.trim()).map(e => parseFloat(getComputedStyle(e).fontSize)))"
    )
    assert smallest >= 11


def test_text_is_dark_enough_on_its_ground(opened: tuple[Page, list[str]]) -> None:
    """Every text has the contrast of 4.5 to 1 that WCAG 2.2 asks for."""
    tab, _ = opened
    weakest = tab.evaluate(CONTRAST)
    assert weakest["contrast"] >= 4.5, weakest


def test_a_figure_leads_to_the_rows_it_counts_and_no_other_list_is_in_the_way(
    browser: Browser, tmp_path: Path, review: Review
) -> None:
    """With text on top of each other or too pale nobody would find them."""
    columns = ("Day", "Amount")
    types: tuple[ColumnType, ...] = ("date", "money")
    rows = tuple(
        RowList(f"rows-{n}", "Cases", "Case ID", 1, (f"RF-{n}",), columns, types, ((46204.0, 5.5),), (("", "EUR"),))
        for n in (1, 2)
    )
    dashboard = review.dashboards[0]
    linked = replace(dashboard, metrics=(replace(dashboard.metrics[0], behind="rows-2"), *dashboard.metrics[1:]))
    file = tmp_path / "review.html"
    file.write_text(page(replace(review, dashboards=(linked,), rows=rows)), encoding="utf-8")
    tab = browser.new_page(viewport={"width": 360, "height": 740})
    tab.goto(file.as_uri())
    assert not tab.locator("#rows-1, #rows-2").filter(visible=True).count()
    tab.click("table a:has-text('143')")
    shown = tab.locator(".list").filter(visible=True)
    assert shown.count() == 1
    assert " ".join(shown.locator("tbody").inner_text().split()) == "RF-2 2026-07-01 5.50 EUR"
    assert shown.locator("tbody").is_visible()
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360
    assert tab.evaluate(CONTRAST)["contrast"] >= 4.5
    tab.close()


CONTRAST = """() => {
  const parts = c => c.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = e => { for (; e; e = e.parentElement) { const p = parts(getComputedStyle(e).backgroundColor);
    if (p.length < 4 || p[3] > 0) return p; } return [255, 255, 255]; };
  const all = [...document.querySelectorAll('body *')].filter(e => !e.closest('svg')
    && [...e.childNodes].some(n => n.nodeType == 3 && n.textContent.trim()))
    .map(e => { const a = light(parts(getComputedStyle(e).color)), b = light(ground(e));
      return { contrast: (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05),
        text: e.textContent.trim().slice(0, 40) }; });
  return all.reduce((w, x) => x.contrast < w.contrast ? x : w, { contrast: 99 });
}"""


def test_it_prints_on_a_few_pages_of_paper(opened: tuple[Page, list[str]], tmp_path: Path) -> None:
    tab, _ = opened
    file = tmp_path / "review.pdf"
    tab.pdf(path=str(file), prefer_css_page_size=True)
    raw = file.read_bytes()
    assert raw.startswith(b"%PDF-")
    assert 2 <= raw.count(b"/Type /Page\n") + raw.count(b"/Type /Page ") <= 8
