"""What the refund log promises to a shop owner, and its sample year."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from sheetkit.formula.ast import Call, walk
from sheetkit.formula.parse import parse
from sheetkit.template.load import bundled_folder, load_template
from sheetkit.template.model import Tab, Template
from sheetkit.template.resolve import columns_owned, formula_columns, tab_of, table_tabs

FOLDER = bundled_folder() / "refund-log"
AS_OF = date(2026, 11, 22)


@pytest.fixture(scope="module")
def log() -> Template:
    return load_template("refund-log")


def sample(name: str) -> list[dict[str, str]]:
    """The rows of one of the template's sample files."""
    with Path(FOLDER / "sample" / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def spoken(tab: Tab) -> Iterator[tuple[str, str]]:
    """Everything that a tab says to people, each with the name of what says it."""
    yield tab.name, tab.help
    for column in tab.columns:
        yield column.name, column.help
    for flag in tab.flags:
        yield flag.name, flag.says
    for rule in tab.rules:
        yield rule.name, rule.says
        yield rule.name, rule.hint
    for metric in tab.metrics:
        if metric.show:
            yield metric.name, metric.help
    for summary in tab.summaries:
        for figure in summary.columns:
            yield figure.name, figure.help


def test_every_column_figure_flag_and_rule_explains_itself_in_a_sentence(log: Template) -> None:
    """Excel shows at most 255 characters beside a cell."""
    for tab in log.tabs:
        for name, said in spoken(tab):
            assert said.endswith("."), (tab.name, name)
            assert len(said) <= 255, (tab.name, name)


def test_every_table_shows_its_problems_in_the_sheet(log: Template) -> None:
    for tab in table_tabs(log):
        assert [c.name for c in columns_owned(tab, "stamp") if c.stamp and c.stamp.kind == "check"] == ["Check"]


def test_no_formula_compares_rows_with_rows(log: Template) -> None:
    """Lookups are INDEX, MATCH, COUNTIFS and SUMIFS, so that a long log stays quick."""
    for tab in table_tabs(log):
        for column in formula_columns(tab):
            names = {node.name for node in walk(parse(column.formula or "")) if isinstance(node, Call)}
            assert "SUMPRODUCT" not in names, column.name


def test_lists_that_stand_side_by_side_have_one_length(log: Template) -> None:
    lists = {entries.name: entries for entries in log.lists}
    assert len(lists["Next_Steps"].values) == len(lists["Statuses"].values)
    assert set(lists["Closed_Statuses"].values) <= set(lists["Statuses"].values)
    assert len(lists["Ageing_Bands"].values) == 4


@pytest.mark.parametrize("tab", ["Cases", "Activity", "Platform Export"])
def test_the_sample_has_only_columns_that_people_or_stamps_fill(log: Template, tab: str) -> None:
    table = tab_of(log, tab.replace(" ", "_"))
    computed = {column.name for column in formula_columns(table)}
    header = list(sample(Path(log.samples[tab]).stem)[0])
    assert set(header) <= {column.name for column in table.columns} - computed
    assert len(header) == len(set(header))


def test_the_sample_is_a_small_shops_year() -> None:
    cases = sample("cases")
    received = [date.fromisoformat(case["Date Request Received"]) for case in cases]
    assert len(cases) == len({case["Case ID"] for case in cases}) == 160
    assert received == sorted(received)
    assert (received[0].isoformat()[:7], received[-1] <= AS_OF) == ("2025-12", True)
    assert len({case["Currency"] for case in cases}) >= 5
    assert sum(case["Currency"] == "EUR" for case in cases) > len(cases) / 2


def test_the_samples_cases_obey_the_logs_own_rules() -> None:
    closed = {"Refunded", "Rejected", "Cancelled"}
    steps = ("Date Request Received", "Approved On", "Processed On", "Resolution Date")
    for case in sample("cases"):
        dates = [case[step] for step in steps if case[step]]
        assert dates == sorted(dates), case
        assert (case["Status"] in closed) == bool(case["Resolution Date"]), case
        assert bool(case["Processed On"]) == (case["Status"] in {"Processed", "Refunded"}), case
        assert not case["Order Total"] or float(case["Amount"]) <= float(case["Order Total"]), case


def test_one_product_spikes_in_the_third_quarter() -> None:
    throws = [case["Date Request Received"] for case in sample("cases") if case["SKU"] == "TX-101"]
    inside = [day for day in throws if "2026-07" <= day[:7] <= "2026-09"]
    assert len(inside) > 2 * (len(throws) - len(inside))


def test_the_activity_belongs_to_cases_and_agrees_with_their_last_action() -> None:
    last = {case["Case ID"]: case["Date of Last Action"] for case in sample("cases")}
    entries = sample("activity")
    assert len(entries) > 2 * len(last)
    assert all(entry["At"][:10] <= last[entry["Case ID"]] <= AS_OF.isoformat() for entry in entries)


def test_the_platforms_export_disagrees_in_five_places() -> None:
    """Two refunds that the log does not have, one that the platform does not have, two amounts."""
    cases = {case["Order ID"]: case for case in sample("cases")}
    export = {line["Order ID"]: line for line in sample("platform-export")}
    days = [line["Date"] for line in export.values()]
    due = {o for o, case in cases.items() if case["Processed On"] and min(days) <= case["Processed On"] <= max(days)}
    assert len(export.keys() - cases.keys()) == 2
    assert len(due - export.keys()) == 1
    assert sum(cases[o]["Amount"] != line["Amount"] for o, line in export.items() if o in cases) == 2
