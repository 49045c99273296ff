"""Every change that an update or an import makes or sees is in the workbook's own audit log, and nothing else is."""

import resource
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import sheetkit
from sheetkit.app.auditing import audit, shown_entries
from sheetkit.app.trail import CUT
from sheetkit.backends.excel.read import read
from sheetkit.core.errors import FileBusy, WriteFailed
from sheetkit.records.parse import parse
from sheetkit.template.load import load_template
from sheetkit.workbook.a1 import address

DAY = date(2026, 11, 22)
BY = ("ann", "2026-11-22T14:05:00Z")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    book = tmp_path_factory.mktemp("made") / "cases.xlsx"
    sheetkit.build("refund-log", book, as_of=DAY, sample=True, workbook_id="cases")
    sheetkit.update(book, as_of=DAY)
    return book.read_bytes()


class Office:
    """A workbook, and the folder of what is remembered."""

    def __init__(self, folder: Path, made: bytes) -> None:
        self.book, self.state = folder / "cases.xlsx", folder / "state"
        self.book.write_bytes(made)

    def type(self, key: str, column: str, value: Any) -> None:
        """Somebody types into the case with this key; "" is the first blank row."""
        parsed = parse(load_template("refund-log"), read(self.book))
        place, rows = parsed.places["Cases"], parsed.ledger.tables["Cases"]
        row = rows.sheet_rows[list(rows.columns["Case ID"]).index(key)] if key else place.spare_rows[0]
        sheetkit.patch_xlsx(self.book, {(place.sheet, address(row, place.columns[column])): value})

    def update(self) -> bool:
        return sheetkit.update(self.book, as_of=DAY, by=BY, state=self.state).changed

    def told(self, action: str = "") -> list[tuple[Any, ...]]:
        found = list(shown_entries(self.book, state=self.state))
        names = ("action", "actor", "tab", "key", "column", "before", "after")
        return [tuple(entry[name] for name in names) for entry in found if action in ("", entry["action"])]

    def log(self) -> Path:
        (audited,) = audit(self.book, state=self.state)
        return Path(audited.log)


@pytest.fixture
def office(tmp_path: Path, made: bytes) -> Office:
    return Office(tmp_path, made)


def test_an_update_that_changes_nothing_logs_and_writes_nothing(office: Office, made: bytes) -> None:
    for _ in range(2):
        assert not office.update()
        assert office.book.read_bytes() == made
        assert not list(office.state.glob("*.jsonl"))
        assert audit(office.book, state=office.state) == []


def test_a_second_update_changes_nothing_byte_for_byte(office: Office) -> None:
    office.type("RF-2026-0131", "Status", "Refunded")
    assert office.update()
    before, log = office.book.read_bytes(), office.log().read_bytes()
    assert not office.update()
    assert (office.book.read_bytes(), office.log().read_bytes()) == (before, log)


def test_what_people_change_between_two_updates_is_seen_cell_by_cell(office: Office) -> None:
    office.update()
    office.type("RF-2026-0131", "Customer Name", "Ann Moor")
    office.type("RF-2026-0130", "Amount", None)
    office.type("", "Reason", "Damaged")
    assert office.update()
    book, key = "cases.xlsx", str(office.told("key")[-1][3])
    names = {row[3]: row for row in office.told("change")}
    assert names["RF-2026-0131"][1:5] == (book, "Cases", "RF-2026-0131", "Customer Name")
    assert names["RF-2026-0131"][6] == "Ann Moor"
    assert names["RF-2026-0130"][1:5] == (book, "Cases", "RF-2026-0130", "Amount")
    assert names["RF-2026-0130"][6] is None
    assert ("add", book, "Cases", key, "", None, {"Reason": "Damaged"}) in office.told("add")
    before = office.told()
    assert not office.update()
    assert office.told() == before


def test_a_change_is_seen_where_nothing_is_to_be_written(office: Office) -> None:
    office.update()
    office.type("RF-2026-0131", "Notes & Communications", "Rang at noon.")
    made = office.book.read_bytes()
    assert not office.update()
    assert office.book.read_bytes() == made
    (seen,) = office.told("change")
    assert seen[1:5] == ("cases.xlsx", "Cases", "RF-2026-0131", "Notes & Communications")
    assert seen[6] == "Rang at noon."
    assert not office.update()
    assert office.told("change") == [seen]


def test_a_copy_at_another_place_is_not_taken_for_changes(office: Office) -> None:
    office.update()
    copy = office.book.with_name("copy.xlsx")
    copy.write_bytes(office.book.read_bytes())
    office.type("RF-2026-0131", "Customer Name", "Ann Moor")
    office.update()
    sheetkit.update(copy, as_of=DAY, by=BY, state=office.state)
    assert [row[1] for row in office.told("change")] == ["cases.xlsx"]


def test_a_new_row_gets_a_key_and_its_stamps(office: Office) -> None:
    office.type("", "Reason", "Damaged")
    office.update()
    assert office.told()[0] == ("update", "ann", "", "", "", None, "cases.xlsx")
    ((_, actor, tab, key, column, before, after),) = office.told("key")
    assert (actor, tab, column, before, after) == ("ann", "Cases", "Case ID", None, key)
    assert [entry[3] for entry in office.told("stamp")] == [key]


def test_what_a_person_did_to_a_watched_column_is_seen_and_the_row_of_the_log_tab_is_brought(office: Office) -> None:
    parsed = parse(load_template("refund-log"), read(office.book))
    rows = parsed.ledger.tables["Cases"]
    row = next(row for row, status in enumerate(rows.columns["Status"]) if status == "In Review")
    key = str(rows.columns["Case ID"][row])
    office.type(key, "Status", "Approved")
    office.update()
    assert office.told("seen") == [("seen", "cases.xlsx", "Cases", key, "Status", "In Review", "Approved")]
    assert any(key in entry[6].values() for entry in office.told("add"))


def test_a_formula_that_was_typed_over_is_told_with_what_stood_there(office: Office) -> None:
    office.type("RF-2026-0131", "Days Left", 5)
    office.update()
    assert office.told("restored") == [
        ("restored", "ann", "Cases", "RF-2026-0131", "Days Left", 5, "the formula"),
    ]


def test_an_import_tells_the_rows_it_brought(office: Office, tmp_path: Path) -> None:
    export = tmp_path / "export.csv"
    export.write_text("Order No,Refund Amount,Date\nA-1,3.50,2026-11-01\n", encoding="utf-8")
    options: dict[str, Any] = {"tab": "Platform Export", "as_of": DAY, "by": BY, "state": office.state}
    assert sheetkit.import_rows(office.book, export, dry_run=True, **options).added == 1
    assert not office.state.exists()
    assert sheetkit.import_rows(office.book, export, **options).added == 1
    assert office.told()[0] == ("import", "ann", "", "", "", None, "export.csv to cases.xlsx")
    (row,) = office.told("add")
    assert row[2] == "Platform Export"
    assert 3.5 in row[6].values()
    before = office.log().read_bytes()
    sheetkit.import_rows(office.book, export, **options)
    assert office.log().read_bytes() == before


def test_without_anyone_named_nothing_is_logged(office: Office) -> None:
    office.type("RF-2026-0131", "Status", "Refunded")
    assert sheetkit.update(office.book, as_of=DAY, state=office.state).changed
    assert not office.state.exists()


def test_a_write_that_fails_is_told(office: Office) -> None:
    """The limit on the size of a file stands for a disk that is full."""
    office.type("RF-2026-0131", "Status", "Refunded")
    most, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, hard))
    try:
        with pytest.raises(WriteFailed):
            office.update()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    assert office.told()[-1][0] == "failed"


@pytest.mark.parametrize("action", ["update", "import"])
@pytest.mark.parametrize("why", ["open", "read-only"])
def test_where_the_workbook_may_not_be_written_nothing_is(
    office: Office, tmp_path: Path, action: str, why: str
) -> None:
    """Neither the log nor a mapping: it is known before anything is begun."""
    office.type("RF-2026-0131", "Status", "Refunded")
    export = tmp_path / "export.csv"
    export.write_text("Order ID,Amount\nSO-1,5.00\n", encoding="utf-8")
    if why == "open":
        office.book.with_name("~$cases.xlsx").write_bytes(b"")
    else:
        office.book.chmod(0o444)
    before = {path: path.read_bytes() for path in office.book.parent.iterdir() if path.is_file()}
    calls: dict[str, Callable[[], object]] = {
        "update": office.update,
        "import": lambda: sheetkit.import_rows(office.book, export, tab="Cases", as_of=DAY, by=BY, state=office.state),
    }
    with pytest.raises(FileBusy if why == "open" else WriteFailed, match=why):
        calls[action]()
    assert not office.state.exists()
    assert {path: path.read_bytes() for path in office.book.parent.iterdir() if path.is_file()} == before


def test_the_log_verifies_against_the_head_in_the_workbook(office: Office) -> None:
    office.type("RF-2026-0131", "Status", "Refunded")
    office.update()
    (one,) = audit(office.book, state=office.state)
    assert one.clean
    assert one.carried == one.head
    assert audit(office.book, state=office.state, expect=one.head[:12])[0].clean
    assert not audit(office.book, state=office.state, expect="0123456789")[0].clean


def test_an_end_that_was_cut_off_shows_also_after_further_entries(office: Office) -> None:
    for status in ("Refunded", "In Review"):
        office.type("RF-2026-0131", "Status", status)
        office.update()
    lines = office.log().read_bytes().splitlines(keepends=True)
    office.log().write_bytes(b"".join(lines[:-1]))
    assert not audit(office.book, state=office.state)[0].clean
    office.type("RF-2026-0131", "Status", "Approved")
    office.update()
    assert len(office.told(CUT)) == 1
    assert not audit(office.book, state=office.state)[0].clean


def test_two_machines_keep_a_log_each_and_the_workbook_the_heads_of_both(office: Office, tmp_path: Path) -> None:
    for status, state in (("Refunded", "one"), ("Approved", "two"), ("In Review", "one")):
        office.type("RF-2026-0131", "Status", status)
        sheetkit.update(office.book, as_of=DAY, by=(state, BY[1]), state=tmp_path / state)
    for state in ("one", "two"):
        (log,) = audit(office.book, state=tmp_path / state)
        assert log.clean
        assert log.carried == log.head
