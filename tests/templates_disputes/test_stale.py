"""When a fact that the template comes with is to be looked up again."""

from datetime import date, timedelta

from sheetkit.compute.review import review
from sheetkit.core.dates import Quarter
from sheetkit.records.ledger import Ledger
from tests.templates_disputes.book import AS_OF, Typed, book, shown


def read(days: int) -> date:
    """The day so many days ago."""
    return AS_OF - timedelta(days)


AGES: list[tuple[Typed, str]] = [
    ({"As Of": read(366)}, "Stale"),
    ({"As Of": read(365)}, ""),
    ({"As Of": read(364)}, ""),
    ({"As Of": read(0)}, ""),
    ({"As Of": None}, "No date"),
]
TERMS: list[tuple[Typed, str]] = [
    ({"As Of": read(0), "Terms As Of": read(366)}, "Stale"),
    ({"As Of": read(0), "Terms As Of": read(364)}, ""),
    ({"As Of": read(366), "Terms As Of": read(0)}, "Stale"),
]


def own(ledger: Ledger, table: str, key: str) -> list[str]:
    """Stale of the rows that the test typed, below the presets."""
    return [str(stale) for name, stale in shown(ledger, table, key, "Stale") if str(name).startswith("Own")]


def flagged(ledger: Ledger, tab: str) -> int:
    """How many rows of a tab the flag colours."""
    return next(
        each.rows for each in review(ledger, Quarter.of(AS_OF), AS_OF).flags if (each.tab, each.flag) == (tab, "Stale")
    )


def test_what_was_read_more_than_a_year_ago_is_marked_stale() -> None:
    """The type by either of its sources; a day of 365 days ago is the last that is not stale."""
    ages = [*AGES, *TERMS]
    rule: Typed = {"Channel": "Court", "Deadline": "Appeal", "Value": 5.0, "Starts From": "Decision"}
    made = book(
        {
            "Types": [{"Type": f"Own {at}", **row} for at, (row, _) in enumerate(ages)],
            "Deadlines": [{"Rule ID": f"Own {at}", **rule, **row} for at, (row, _) in enumerate(AGES)],
        }
    )
    assert own(made, "Types", "Type") == [stale for _, stale in ages]
    assert own(made, "Deadlines", "Rule ID") == [stale for _, stale in AGES]
    for tab, key in (("Types", "Type"), ("Deadlines", "Rule ID")):
        assert flagged(made, tab) == sum(bool(stale) for _, stale in shown(made, tab, key, "Stale")) > 0


def test_presets_become_stale_as_time_passes_and_by_the_number_of_days_that_people_set() -> None:
    """Those of this template were read on 22 November 2026, but for three archived pages."""
    old = [
        days
        for days in (0, 364, 365, 366)
        for (stale,) in shown(book({}, AS_OF + timedelta(days)), "Types", "Stale")
        if stale
    ]
    assert old == [366] * 16
    assert [stale for (stale,) in shown(book({}, AS_OF + timedelta(31), Stale_Days=30.0), "Types", "Stale")] == [
        "Stale"
    ] * 16
    archived = [rule for rule, stale in shown(book({}), "Deadlines", "Rule ID", "Stale") if stale]
    assert archived == ["DL-002", "DL-020", "DL-021"]
