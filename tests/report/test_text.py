"""What commands tell in a terminal, line by line."""

from dataclasses import replace

import pytest

from sheetkit.compute.figures import Review
from sheetkit.core.problem import Problem
from sheetkit.report.layout import Tone
from sheetkit.report.problems import listing, summary
from sheetkit.report.text import import_sentences, in_days, mapping_lines, review_lines, update_sentences

PROBLEMS = """
Cases
  problem  E4   RF-2026-0003  Order ID: It is blank.
  problem  M10  RF-2026-0010  Reason: 'Borken' is not in the list Reasons.
  problem  M11  RF-2026-0011  Reason: 'Borken' is not in the list Reasons.
  problem  M12  RF-2026-0012  Reason: 'Borken' is not in the list Reasons.
  problem  M13  RF-2026-0013  Reason: 'Borken' is not in the list Reasons.
  problem  M14  RF-2026-0014  Reason: 'Borken' is not in the list Reasons.
                              Did you mean Broken?
                              … and 2 more like this (M15 to M16)

Activity
  warning  C9  At: '2026-03-01' is text.
               Type the date again.

Workbook
  problem  The setting <i>Currency</i> was not found."""

REVIEW = """\
Mugs & <b>More</b>: 2026Q3
as of 2026-10-02, compared with 2026Q2

Cases
                                          2026Q3        2026Q2        change
  Cases opened                               143           126           +17
  Cases closed                               131           131            ±0
  Open at the end                             24            12           +12
  Closed cases that were approved         81.2 %        79.0 %   +2.2 points
"""

BY_REASON = """
Why customers asked
  Reason                           Cases              Share               Amount  Usual Quarter  Spike
  Damaged                        61 (40)    42.7 % (31.7 %)  1,810.00 (1,200.00)      38.5 (36)  Spike
  Wrong Item                     30 (33)    21.0 % (26.2 %)    940.25 (1,011.00)        31 (30)
"""


def test_problems_stand_by_tab_with_alike_ones_together(problems: tuple[Problem, ...]) -> None:
    assert "\n".join(listing(problems)) == PROBLEMS
    assert summary(problems) == "9 problems and 1 warning"
    assert summary(()) == "No problems"


def test_every_problem_is_listed_when_asked_for(problems: tuple[Problem, ...]) -> None:
    lines = listing(problems, most=None)
    assert sum("Borken" in line for line in lines) == 7
    assert sum("Did you mean" in line for line in lines) == 1


def test_a_long_message_is_wrapped_beside_its_place() -> None:
    problem = Problem(code="rule", tab="Cases", cell="A1", message="word " * 30, hint="")
    lines = listing([problem], columns=60)
    assert all(len(line) <= 60 for line in lines)
    assert all(line.startswith(" " * 15 + "word") for line in lines[3:])


def test_tones_go_to_titles_places_and_hints(problems: tuple[Problem, ...]) -> None:
    seen: set[tuple[str, str]] = set()

    def paint(text: str, tone: Tone) -> str:
        seen.add((tone, text.strip()))
        return text

    listing(problems, paint=paint)
    assert {
        ("title", "Cases"),
        ("error", "problem  E4   RF-2026-0003"),
        ("warning", "warning  C9"),
        ("soft", "Did you mean Broken?"),
    } <= seen


def test_the_review_shows_each_figure_with_the_quarter_before_and_the_change(review: Review) -> None:
    text = "\n".join(review_lines(review))
    assert text.startswith(REVIEW)
    assert BY_REASON in text
    assert "Mar 2026" in text
    assert "By currency\n  nothing in this quarter" in text
    assert "Cases  Overdue          3  The next action is late.  RF-1, RF-2 and RF-3" in text
    assert "RF-2026-0131  Follow Up       2026-09-28  4 days late" in text
    assert "Closed      " not in text.partition("\nFlags")[2].partition("\nReminders")[0]


def test_many_reminders_are_counted(review: Review) -> None:
    text = "\n".join(review_lines(replace(review, due=review.due * 10)))
    assert "… and 15 more" in text
    assert "nothing is due" in "\n".join(review_lines(replace(review, due=())))


def test_an_update_is_told_in_sentences() -> None:
    said = update_sentences(
        keys={"Cases": ("RF-2026-0124", "RF-2026-0125"), "Activity": (), "Evidence": ("E-1", "E-2")},
        restored=("Cases!N9: formula", "Cases!N10: formula"),
        logged={"Activity": 1},
        spawned={"Evidence": 2},
        stamped=4,
        cells=37,
        changed=True,
        dry_run=False,
    )
    assert said == [
        "2 new rows in Cases have a key: RF-2026-0124 and RF-2026-0125.",
        "1 change since the last update: noted in Activity.",
        "2 rows added to Evidence, because other rows need them.",
        "2 formulas typed over: put back. Cases!N9: formula; Cases!N10: formula",
        "4 cells that sheetkit fills in have a new value.",
        "37 cells written in all.",
    ]


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ([f"RF-2026-{number:04}" for number in range(1, 11)], "RF-2026-0001 to RF-2026-0010"),
        (
            ["RF-2026-0001", "RF-2025-0007", "RF-2026-0002", "RF-2025-0008", "RF-2027-0001"],
            "RF-2025-0007 to RF-2025-0008, RF-2026-0001 to RF-2026-0002 and RF-2027-0001",
        ),
        (["RF-9", "RF-10", "RF-12", "RF-13"], "RF-9 to RF-10 and RF-12 to RF-13"),
        ([f"P-{number}-ACME" for number in range(7)],
         "P-0-ACME, P-1-ACME, P-2-ACME, P-3-ACME, P-4-ACME … and 2 more"),
    ],
)  # fmt: skip
def test_new_keys_are_told_by_each_stretch_of_numbers(keys: list[str], said: str) -> None:
    lines = update_sentences(
        keys={"Cases": keys}, restored=(), logged={}, spawned={}, stamped=0, cells=1, changed=True, dry_run=False
    )
    assert lines[0] == f"{len(keys)} new rows in Cases have a key: {said}."


def test_an_update_without_work_says_so_and_a_dry_run_promises_nothing_was_written() -> None:
    nothing = {"keys": {}, "restored": (), "logged": {}, "spawned": {}, "stamped": 0, "cells": 0}
    assert update_sentences(**nothing, changed=False, dry_run=False) == [  # type: ignore[arg-type]
        "Everything is up to date; nothing was changed."
    ]
    dry = update_sentences(**nothing | {"cells": 1}, changed=True, dry_run=True)  # type: ignore[arg-type]
    assert dry[0] == "Nothing was written; this is what an update would do:"


def test_an_import_is_told_in_sentences() -> None:
    said = import_sentences(
        source="x.csv", tab="Cases", read=9, added=6, already_there=2, left_out=1, mapping="m.yaml", proposed=False,
        dry_run=False,
    )  # fmt: skip
    assert said[0] == "9 rows in x.csv: 6 were added to Cases; 2 rows came in before; 1 row left out."
    assert mapping_lines({"Order ID": "InvoiceNo"})[1] == "  Order ID           InvoiceNo"


def test_days_are_said_as_people_say_them() -> None:
    assert [in_days(d, "working days") for d in (-1, 1)] == ["1 day late", "in 1 working day"]
    assert [in_days(d) for d in (-4, -1, 0, 1, 7)] == ["4 days late", "1 day late", "today", "tomorrow", "in 7 days"]
