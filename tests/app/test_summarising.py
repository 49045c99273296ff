"""The handling summary of a row of any workbook: found by its key, complete, and fit to be shared."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

import sheetkit
from sheetkit.app.results import Summarised
from sheetkit.app.summarising import page_path, summary, write_summary
from sheetkit.cli import main
from sheetkit.compute.case_key import KeyAmbiguous, KeyUnknown
from sheetkit.compute.casefile import Case, Entry
from sheetkit.core.errors import SheetkitError
from sheetkit.core.values import CellValue
from sheetkit.report.case import GENERATOR

DAY = date(2026, 11, 22)
LIBRARY = Path(__file__).parents[1] / "templates" / "library-loans"
KEY = "RF-2026-0131"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The refund log with its sample, built once."""
    path = tmp_path_factory.mktemp("made") / "cases.xlsx"
    sheetkit.build("refund-log", path, as_of=DAY, sample=True)
    return path.read_bytes()


@pytest.fixture
def book(made: bytes, tmp_path: Path) -> Path:
    """A fresh copy of the sample workbook."""
    path = tmp_path / "cases.xlsx"
    path.write_bytes(made)
    return path


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A workbook about something else altogether: two books, two readers, three loans; one key stands twice."""
    rows: dict[str, dict[str, list[CellValue]]] = {
        "Books": {"Shelf Mark": ["N 12", "R001"], "Book Title": ["Emma", "Walks"], "Shelf": ["Novels", "Travel"]},
        "Readers": {
            "Card": ["R001", "R002"],
            "Reader Name": ["Ada", "Ben"],
            "E-mail": ["ada@example.org", "ben@example.org"],
        },
        "Loans": {
            "Loan": ["L-3", "L-1", "L-2"],
            "Book": ["N 12", "R001", "N 12"],
            "Reader": ["R002", "R001", "R001"],
            "Lent On": [46340.0, 46300.0, 46200.0],
            "Returned On": [None, None, 46210.0],
        },
    }
    path = tmp_path / "library.xlsx"
    sheetkit.build(LIBRARY, path, as_of=DAY, rows=rows)
    return path


def by_column(entries: Sequence[Entry]) -> dict[str, CellValue]:
    return {entry.column: entry.value for entry in entries}


def test_a_case_of_the_refund_log_is_all_there(book: Path) -> None:
    found = summary(book, "rf-2026-0131 ", as_of=DAY).summary
    assert (found.tab, found.key, found.as_of) == ("Cases", KEY, "2026-11-22")
    assert [entry.value for entry in found.head] == ["My Shop"]
    assert by_column(found.facts)["Order ID"] == "SO-49360"
    assert [(entry.value, entry.currency) for entry in found.money] == [(149.0, "EUR"), (153.9, "EUR")]
    assert by_column(found.figures)["Days Left"] == -4
    assert [item.reminder for item in found.due] == ["Pay The Refund", "Follow Up"]
    assert [flag.flag for flag in found.flags] == ["Overdue", "Large Refund"]
    assert found.problems == ()
    assert found.private


def test_every_filled_column_that_people_see_stands_in_one_section(book: Path) -> None:
    opened = sheetkit.read(book)
    table = opened.ledger.tables["Cases"]
    row = list(table.columns["Case ID"]).index(KEY)
    tab = opened.template.tabs[0]
    seen = {c.name for c in tab.columns if not c.hidden and c.name not in {"Case ID", "Currency", "Check"}}
    filled = {name for name in seen if table.columns[name][row] not in (None, "")}
    found = summary(book, KEY, as_of=DAY).summary
    shown = [e.column for part in (found.facts, found.dates, found.money, found.figures, found.texts) for e in part]
    assert sorted(shown) == sorted(filled)


def test_dates_and_rows_of_other_tables_are_in_order(book: Path) -> None:
    found = summary(book, KEY, as_of=DAY).summary
    days = [entry.value for entry in found.dates]
    assert days == sorted(days, key=lambda day: float(day) if isinstance(day, int | float) else 0)
    (activity,) = found.related
    assert (activity.tab, activity.through, activity.count) == ("Activity", ("Case ID",), 5)
    place = activity.columns.index("At")
    moments = [row[place] for row in activity.rows]
    assert len(moments) == 5
    assert moments == sorted(moments, key=lambda at: float(at) if isinstance(at, int | float) else 0)
    assert "Case ID" not in activity.columns


@pytest.mark.parametrize(
    ("key", "tab", "where"), [("l-1", "", "Loans"), ("r002", "", "Readers"), ("R001", "books", "Books")]
)
def test_a_row_of_any_table_is_found_in_any_case(library: Path, key: str, tab: str, where: str) -> None:
    assert summary(library, key, as_of=DAY, tab=tab).summary.tab == where


@pytest.mark.parametrize(
    ("key", "tab", "error", "said"),
    [
        ("r001", "", KeyAmbiguous, "Books, row 3; Readers, row 2"),
        ("L-1x", "", KeyUnknown, "Did you mean L-1?"),
        ("", "", KeyUnknown, "Keys look like"),
        ("L-1", "Lones", KeyUnknown, "Did you mean Loans?"),
        ("R001", "Loans", KeyUnknown, "No row has the key 'R001'"),
    ],
)
def test_a_key_that_means_no_row_or_two_is_answered_with_advice(
    library: Path, key: str, tab: str, error: type[SheetkitError], said: str
) -> None:
    with pytest.raises(error) as raised:
        summary(library, key, as_of=DAY, tab=tab)
    assert said in str(raised.value)


def test_a_key_that_stands_twice_in_one_table_is_not_guessed_at(book: Path) -> None:
    sheetkit.patch_xlsx(book, {("Cases", "A3"): KEY})
    with pytest.raises(KeyAmbiguous, match="Clear the key of the newer row"):
        summary(book, KEY, as_of=DAY)


def test_references_lead_both_ways(library: Path) -> None:
    """The loan shows its book and reader; the reader shows his loans, the oldest first, with what is due."""
    loan = summary(library, "L-1", as_of=DAY).summary
    assert [(source.tab, source.through, source.key) for source in loan.sources] == [
        ("Books", "Book", "R001"),
        ("Readers", "Reader", "R001"),
    ]
    assert by_column(loan.sources[0].entries)["Book Title"] == "Walks"
    assert loan.related == ()
    reader = summary(library, "R001", as_of=DAY, tab="Readers").summary
    (loans,) = reader.related
    assert [row[loans.columns.index("Loan")] for row in loans.rows] == ["L-2", "L-1"]
    assert [(item.tab, item.key) for item in reader.due] == [("Loans", "L-1")]


def test_problems_are_those_of_the_row_alone(book: Path) -> None:
    row = list(sheetkit.read(book).ledger.tables["Cases"].columns["Case ID"]).index(KEY) + 2
    sheetkit.patch_xlsx(book, {("Cases", f"F{row}"): "Damgaed", ("Cases", f"F{row + 1}"): "Damgaed"})
    done = summary(book, KEY, as_of=DAY)
    assert [(p.code, p.key) for p in done.summary.problems] == [("not-in-list", KEY)]
    assert not done.clean


def everything(case: Case) -> str:
    return json.dumps(Summarised("", case).as_dict(), ensure_ascii=False)


def test_a_shared_summary_holds_nothing_private(library: Path, book: Path) -> None:
    for path, key, secrets in (
        (library, "L-1", ["Ada", "ada@example.org"]),
        (book, KEY, ["Joris van Dam", "K21116", "Bank details", "return the bed linen"]),
    ):
        whole, shared = (summary(path, key, as_of=DAY, share=share).summary for share in (False, True))
        for secret in secrets:
            assert secret in everything(whole)
            assert secret not in everything(shared)
        assert not shared.private
        assert (shared.due, shared.flags, shared.problems) == ((), (), ())


def test_what_is_computed_from_private_columns_is_private_too(tmp_path: Path) -> None:
    """Directly, through another formula, and from another table."""
    template = tmp_path / "own.yaml"
    template.write_text(
        """
name: own
version: 1
title: Own
settings: [{name: Today, type: date, value: =TODAY()}]
tabs:
  - name: People
    key: Nr
    columns:
      - {name: Nr}
      - {name: Diagnosis, private: true, required: true}
      - {name: Short, formula: '=LEFT([@Diagnosis],3)'}
      - {name: Shout, formula: '=UPPER([@Short])'}
      - {name: Street, required: true}
  - name: Visits
    key: Visit
    columns:
      - {name: Visit}
      - {name: Who, refers_to: People, required: true}
      - {name: Why, formula: '=INDEX(People[Shout],MATCH([@Who],People[Nr],0))'}
      - {name: Where, formula: '=INDEX(People[Street],MATCH([@Who],People[Nr],0))'}
""",
        encoding="utf-8",
    )
    rows: dict[str, dict[str, list[CellValue]]] = {
        "People": {"Nr": ["P1"], "Diagnosis": ["migraine"], "Street": ["Elm Road"]},
        "Visits": {"Visit": ["V1"], "Who": ["P1"]},
    }
    path = tmp_path / "own.xlsx"
    sheetkit.build(template, path, as_of=DAY, rows=rows)
    assert "MIG" in everything(summary(path, "V1", as_of=DAY).summary)
    for key in ("P1", "V1"):
        shared = everything(summary(path, key, as_of=DAY, share=True).summary)
        assert "mig" not in shared.lower()
        assert "Elm Road" in shared


@pytest.mark.parametrize(
    ("key", "name"),
    [
        (KEY, "RF-2026-0131.html"),
        ("../../etc/passwd", "etc-passwd.html"),
        ("A/B \\ C", "A-B-C.html"),
        ("..", "case.html"),
        ("x" * 300, "x" * 80 + ".html"),
    ],
)
def test_the_page_lies_beside_the_workbook_whatever_the_key(key: str, name: str) -> None:
    assert page_path("some/folder/cases.xlsx", key) == Path("some/folder") / name


def test_the_page_of_a_case_takes_the_place_of_an_earlier_one_and_never_of_the_workbook(book: Path) -> None:
    before = book.read_bytes()
    done = summary(book, KEY, as_of=DAY)
    page = write_summary(done)
    assert page == book.with_name(f"{KEY}.html")
    whole = page.read_bytes()
    write_summary(summary(book, KEY, as_of=DAY, share=True))
    assert page.read_bytes() != whole
    assert write_summary(done).read_bytes() == whole
    with pytest.raises(SheetkitError, match="the workbook itself"):
        write_summary(done, book)
    assert book.read_bytes() == before


@pytest.mark.parametrize("command", [["review"], ["summary", KEY]], ids=["review", "summary"])
@pytest.mark.parametrize(
    "theirs",
    [
        "mine\n",
        "",
        "<!doctype html>\n<html><head><title>Mine</title></head><body>mine</body></html>",
        f"<!doctype html>\n<html><head><title>Mine</title></head><body><pre>{GENERATOR}</pre></body></html>",
        f"Put {GENERATOR} into the head of each page.",
    ],
    ids=["text", "empty", "page", "quoted", "notes"],
)
def test_a_page_takes_the_place_of_no_file_that_sheetkit_did_not_make(
    book: Path, capsys: pytest.CaptureFixture[str], command: list[str], theirs: str
) -> None:
    page = book.with_name("own.html")
    page.write_text(theirs, encoding="utf-8")
    assert main([command[0], str(book), *command[1:], "--html", str(page)]) == 2
    assert "own.html: The file is already there, and sheetkit does not overwrite" in capsys.readouterr().err
    assert page.read_text("utf-8") == theirs


def test_the_two_kinds_of_page_may_take_each_other_s_place(book: Path) -> None:
    page = book.with_name("page.html")
    for command in (["review"], ["summary", KEY], ["review"]):
        assert main([command[0], str(book), *command[1:], "--html", str(page), "--as-of", "2026-11-22"]) == 0
        assert page.read_text("utf-8").count(GENERATOR) == 1


def test_the_command_shows_the_case_and_writes_the_page(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = book.read_bytes()
    assert main(["summary", str(book), KEY.lower(), "--as-of", "2026-11-22"]) == 0
    text = capsys.readouterr().out
    assert "149.00 EUR" in text
    assert "5 rows in Activity" in text
    assert f"The page is {book.with_name(KEY + '.html')}." in text
    assert book.read_bytes() == before


def test_json_is_the_same_and_writes_no_page_unasked(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["summary", str(book), KEY, "--json", "--as-of", "2026-11-22"]) == 0
    body = json.loads(capsys.readouterr().out)
    assert body == json.loads(json.dumps(summary(book, KEY, as_of=DAY).as_dict())) | {"path": str(book)}
    assert sorted(path.suffix for path in book.parent.iterdir()) == [".xlsx"]


def test_a_dispute_comes_with_its_purchase_evidence_messages_and_appeals(tmp_path: Path) -> None:
    """The largest template: what belongs to a case is spread over seven tabs; a shared copy keeps words and advice."""
    path = tmp_path / "disputes.xlsx"
    sheetkit.build("disputes", path, as_of=DAY, sample=True)
    tables = sheetkit.read(path).ledger.tables
    appealed = str(tables["Appeals"].columns["Case ID"][0])
    found = summary(path, appealed, as_of=DAY).summary
    for table in ("Evidence", "Negotiation", "Appeals"):
        expected = sum(key == appealed for key in tables[table].columns["Case ID"])
        assert [(rows.tab, rows.count) for rows in found.related if rows.tab == table] == [(table, expected)]
    assert [source.tab for source in found.sources] == ["Purchases", "Types"]
    assert "Reminders" not in [rows.tab for rows in found.related]
    shared = summary(path, appealed, as_of=DAY, share=True).summary
    assert [source.tab for source in shared.sources] == ["Purchases"]
    columns = {rows.tab: rows.columns for rows in shared.related}
    assert "What Was Said" in columns["Negotiation"]
    assert "Grounds" in columns["Appeals"]


def test_a_shared_dispute_says_what_one_tells_the_platform_and_keeps_the_plan_to_oneself(tmp_path: Path) -> None:
    path = tmp_path / "disputes.xlsx"
    sheetkit.build("disputes", path, as_of=DAY, sample=True)
    tables = sheetkit.read(path).ledger.tables
    planned = tables["Case_Steps"].columns["Case ID"]
    cases = tables["Disputes"].columns
    lesson = next(
        key for key, lesson, facts in zip(cases["Case ID"], cases["Lesson"], cases["What Happened"], strict=True)
        if lesson and facts and key in planned
    )  # fmt: skip
    whole, shared = (summary(path, str(lesson), as_of=DAY, share=share).summary for share in (False, True))
    for case in (whole, shared):
        told = {e.column for part in (case.facts, case.dates, case.figures, case.texts) for e in part}
        own = {"Lesson", "Playbook", "Next Step", "Waiting On", "Open Steps"} & told
        assert "What Happened" in told
        assert bool(own) is not case.shared
        assert ("Case Steps" in [rows.tab for rows in case.related]) is not case.shared
