"""What the disputes template promises: it explains itself, its facts have sources, its samples obey its rules."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from sheetkit.template.load import load_template
from sheetkit.template.model import Tab, Template
from sheetkit.template.resolve import columns_owned, formula_columns, table_name, table_tabs
from tests.templates_disputes.cases import PRESETS, Row, rows

FOLDER = PRESETS.parent
AS_OF = date(2026, 11, 22)
TYPES = (
    "Damaged In Transit", "Counterfeit", "Size Mismatch", "Not As Described", "Wrong Item", "Missing Parts",
    "Empty Parcel", "Late Delivery", "Lost Parcel", "Customs Seizure", "Refund Delayed After Return",
    "Duplicate Charge", "Wrong Amount", "Cancelled Order", "Unauthorised Payment", "Quality Check Failed",
)  # fmt: skip
CLASSES = {"Transaction", "Product", "Communication", "Logistics"}
PHASES = ["Prevention", "Evidence", "Handling", "Optimisation"]


@pytest.fixture(scope="module")
def template() -> Template:
    return load_template("disputes")


def preset(name: str) -> list[Row]:
    """The rows of one preset tab."""
    return rows(PRESETS / f"{name}.csv")


def both(name: str) -> list[list[Row]]:
    """The rows of one tab of each sample year."""
    return [rows(FOLDER / folder / f"{name}.csv") for folder in ("sample", "sample-merchant")]


def spoken(tab: Tab) -> Iterator[tuple[str, str]]:
    """Everything that a tab says to people, each with the name of what says it."""
    yield tab.name, tab.help
    yield from ((column.name, column.help) for column in tab.columns)
    yield from ((metric.name, metric.help) for metric in tab.metrics)
    yield from ((flag.name, flag.says) for flag in tab.flags)
    yield from ((reminder.name, reminder.says) for reminder in tab.reminders)
    for rule in tab.rules:
        yield rule.name, rule.says
        yield rule.name, rule.hint
    for summary in tab.summaries:
        yield from ((figure.name, figure.help) for figure in summary.columns)


def test_every_column_figure_flag_and_rule_explains_itself_in_a_sentence(template: Template) -> None:
    """Excel shows at most 255 characters beside a cell."""
    for tab in template.tabs:
        for name, said in spoken(tab):
            assert said.endswith("."), (tab.name, name)
            assert len(said) <= 255, (tab.name, name)


def test_every_table_that_people_fill_shows_its_problems_in_the_sheet(template: Template) -> None:
    for tab in table_tabs(template):
        checks = [c.name for c in columns_owned(tab, "stamp") if c.stamp and c.stamp.kind == "check"]
        assert checks == ([] if tab.collects else ["Check"]), tab.name


def test_only_a_list_of_words_is_searched_for_each_row(template: Template) -> None:
    """SUMPRODUCT over a table would cost rows times rows; over the list of unclear terms it does not."""
    slow = [
        (table_name(tab), column.name)
        for tab in table_tabs(template)
        for column in formula_columns(tab)
        if "SUMPRODUCT" in (column.formula or "")
    ]
    assert slow == [("Purchases", "Unclear Terms")]


def test_columns_that_count_in_their_own_table_are_named_in_the_docs(template: Template) -> None:
    """Their cost in a spreadsheet program grows with the square of the rows, so people are told. Presets are short."""
    told = (FOLDER.parents[1] / "docs/disputes.md").read_text(encoding="utf-8").partition("## Large workbooks")[2]
    grow = [tab for tab in table_tabs(template) if tab.name not in template.presets]
    for tab in grow:
        own = re.compile(rf"\b(COUNTIFS|SUMIFS|AVERAGEIFS)\({table_name(tab)}\[")
        slow = sorted(column.name for column in formula_columns(tab) if own.search(column.formula or ""))
        named = re.search(rf"^- {tab.name}: (.*)$", told, re.MULTILINE)
        assert sorted(re.findall(r"`([^`]+)`", named[1]) if named else []) == slow, tab.name


def test_there_are_sixteen_types_with_the_terms_of_three_processors() -> None:
    types = preset("types")
    assert tuple(row["Type"] for row in types) == TYPES
    for row in types:
        told = ("Stripe Category", "PayPal Reason", "Visa Condition", "Terms Source", "Source", "Confidence")
        assert all(row[name] for name in told), row["Type"]


@pytest.mark.parametrize("name", ["types", "deadlines"])
def test_every_fact_has_a_source_a_day_and_a_confidence(name: str) -> None:
    for row in preset(name):
        assert row["Source"], row
        assert date.fromisoformat(row["As Of"]) <= AS_OF, row
        assert row["Confidence"] in {"high", "medium", "low"}, row


def test_what_nobody_confirms_says_so() -> None:
    for row in [*preset("types"), *preset("deadlines")]:
        if row["Source"].startswith("Suggestion of this template"):
            assert row["Confidence"] == "low", row


def test_two_sources_that_differ_are_two_rows_and_one_is_in_use() -> None:
    rules = preset("deadlines")
    topics = [(row["Channel"], row["Deadline"], row["Applies To"]) for row in rules]
    used = Counter(topic for topic, row in zip(topics, rules, strict=True) if row["In Use"] == "Yes")
    assert set(used.values()) == {1}
    differing = [topic for topic, many in Counter(topics).items() if many > 1]
    assert ("PayPal", "Open A Claim", "") in differing
    assert ("Visa Card", "Seller's Answer", "") in differing


def test_every_type_needs_evidence_of_the_four_classes() -> None:
    items = preset("required-items")
    assert {row["Class"] for row in items} == CLASSES
    needed = Counter(row["Type"] for row in items if row["Required"] == "Yes")
    assert set(needed) == set(TYPES)
    assert min(needed.values()) >= 3
    assert len({(row["Type"], row["Item"]) for row in items}) == len(items)
    assert all(row["Format Rule"] for row in items)


def test_each_playbook_has_all_four_phases_and_leads_to_tabs_that_are_there(template: Template) -> None:
    steps = preset("playbooks")
    (scenarios,) = (entries.values for entries in template.lists if entries.name == "Scenarios")
    tabs = {tab.name for tab in template.tabs} | {"Settings"}
    for scenario in scenarios:
        phases = [row["Phase"] for row in steps if row["Playbook"] == scenario]
        assert list(dict.fromkeys(phases)) == PHASES
    assert {row["Where"] for row in steps} <= tabs


def test_the_two_years_have_200_purchases_and_40_disputes_of_all_types() -> None:
    assert sum(map(len, both("purchases"))) == 200
    disputes = [row for part in both("disputes") for row in part]
    assert len(disputes) == 40
    assert {row["Type"] for row in disputes} == set(TYPES)
    assert {row["Result"] for row in disputes} == {"Agreed", "Ruled For", "Ruled Against", "Withdrawn", ""}
    assert {row["Root Cause"] for row in disputes} == {"Seller", "Logistics", "Personal", ""}


def test_the_years_keep_to_their_days() -> None:
    for part in both("purchases"):
        bought = [row["Bought On"] for row in part if row["Bought On"]]
        assert bought == sorted(bought)
        assert (bought[0][:7], bought[-1] <= AS_OF.isoformat()) == ("2025-12", True)
        assert sum(not row["Bought On"] for row in part) == 3, "purchases that are only planned"


@pytest.mark.parametrize("name", ["evidence", "negotiation", "appeals", "follow-ups", "case-steps"])
def test_what_belongs_to_a_case_belongs_to_one_of_its_year(name: str) -> None:
    for cases, part in zip(both("disputes"), both(name), strict=True):
        assert {row["Case ID"] for row in part} <= {row["Case ID"] for row in cases}


def test_the_samples_lie_where_the_template_looks_for_them(template: Template) -> None:
    files = {*template.samples.values(), *template.presets.values(), *template.sample_sets["merchant"].values()}
    assert all(Path(FOLDER / file).is_file() for file in files)
