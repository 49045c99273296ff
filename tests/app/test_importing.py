"""Imports into a workbook: the mapping that is proposed and kept, what does not fit, and texts that stay texts."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

import sheetkit
from sheetkit.app.importing import described
from sheetkit.core.errors import FileMissing, SheetkitError
from sheetkit.core.values import CellValue
from sheetkit.records.mapping.model import ColumnFrom, MappingInvalid

DAY = date(2026, 11, 22)
EXPORT = "Order No,Customer,Refund Amount,Requested At,Product,Refund reason\n"
ROWS = "#1001,Ada,12.50,2026-11-01,Mug,damaged\n#1002,=cmd|'/c calc'!A0,7,2026-11-02,+Cup,late delivery\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("made") / "cases.xlsx"
    sheetkit.build("refund-log", path, as_of=DAY)
    return path.read_bytes()


@pytest.fixture
def book(made: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "cases.xlsx"
    path.write_bytes(made)
    return path


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "export.csv"
    path.write_text(EXPORT + ROWS, encoding="utf-8")
    return path


def proposed(book: Path, export: Path) -> Path:
    """The mapping that a first import would make, written where it would be."""
    done = sheetkit.import_rows(book, export, tab="Cases", as_of=DAY, dry_run=True)
    kept = Path(done.mapping)
    kept.write_text(done.mapping_text, encoding="utf-8")
    return kept


def column(book: Path, name: str, tab: str = "Cases") -> list[CellValue]:
    return list(sheetkit.read(book).ledger.tables[tab].columns[name])


def test_the_first_import_proposes_a_mapping_and_keeps_it_beside_the_workbook(book: Path, export: Path) -> None:
    done = sheetkit.import_rows(book, export, tab="cases", as_of=DAY)
    assert done.proposed
    assert done.mapping == str(book.with_name("cases.Cases.mapping.yaml"))
    assert done.columns == {
        "Date Request Received": "Requested At",
        "Customer Name": "Customer",
        "Order ID": "Order No",
        "Product": "Product",
        "Amount": "Refund Amount",
        "Currency": "always EUR",
        "Reason": "Refund reason",
    }
    again = sheetkit.import_rows(book, export, tab="Cases", as_of=DAY)
    assert (again.proposed, again.added, again.already_there) == (False, 0, 2)


def test_texts_that_look_like_formulas_are_texts_in_every_program(book: Path, export: Path) -> None:
    sheetkit.import_rows(book, export, tab="Cases", as_of=DAY)
    assert column(book, "Customer Name") == ["Ada", "=cmd|'/c calc'!A0"]
    assert column(book, "Product") == ["Mug", "+Cup"]
    sheet = openpyxl.load_workbook(book)["Cases"]
    found = {cell.value: cell.data_type for row in sheet.iter_rows(max_row=5) for cell in row}
    assert (found["=cmd|'/c calc'!A0"], found["+Cup"]) == ("s", "s")


def test_choices_take_their_spelling_keys_are_given_and_the_rows_are_checked(book: Path, export: Path) -> None:
    export.write_text(EXPORT + ROWS + "#1003,Bob,3,2026-11-03,Cup,sunburn\n", encoding="utf-8")
    done = sheetkit.import_rows(book, export, tab="Cases", as_of=DAY)
    assert column(book, "Reason") == ["Damaged", "Late Delivery", "sunburn"]
    assert column(book, "Case ID") == ["RF-2026-0001", "RF-2026-0002", "RF-2026-0003"]
    assert [(problem.code, problem.column) for problem in done.problems] == [("not-in-list", "Reason")]
    assert not done.clean
    assert "sunburn" in str(column(book, "Check")[2])
    assert not sheetkit.update(book, as_of=DAY).changed


def test_the_backup_is_the_workbook_before_the_import(book: Path, export: Path, made: bytes) -> None:
    export.write_text(EXPORT + ROWS + "#1003,Bob,3,2026-11-03,Cup,sunburn\n", encoding="utf-8")
    sheetkit.import_rows(book, export, tab="Cases", as_of=DAY)
    assert book.with_name(".cases.xlsx.bak").read_bytes() == made
    assert sorted(path.name for path in book.parent.iterdir()) == [
        ".cases.xlsx.bak", "cases.Cases.mapping.yaml", "cases.xlsx", "export.csv",
    ]  # fmt: skip


def test_a_dry_run_leaves_the_workbook_alone(book: Path, export: Path) -> None:
    before = book.read_bytes()
    export.write_text(EXPORT + ROWS + "#1003,Bob,3,2026-11-03,Cup,sunburn\n", encoding="utf-8")
    done = sheetkit.import_rows(book, export, tab="Cases", as_of=DAY, dry_run=True)
    assert (done.path, done.added, done.dry_run) == (str(book), 3, True)
    assert [problem.code for problem in done.problems] == ["not-in-list"]
    assert book.read_bytes() == before
    assert sorted(path.name for path in book.parent.iterdir()) == ["cases.xlsx", "export.csv"]
    assert done.proposed
    sheetkit.import_rows(book, export, tab="Cases", as_of=DAY)
    assert Path(done.mapping).read_text("utf-8") == done.mapping_text


def test_a_mapping_of_ones_own_is_used_and_one_that_is_not_there_is_made(book: Path, export: Path) -> None:
    own = book.with_name("paypal.yaml")
    made = sheetkit.import_rows(book, export, tab="Cases", mapping=own, as_of=DAY)
    assert made.mapping == str(own)
    text = own.read_text("utf-8")
    own.write_text(text.replace("Customer Name: Customer", "Notes & Communications: Customer"), encoding="utf-8")
    export.write_text(EXPORT + ROWS.replace("#100", "#200"), encoding="utf-8")
    sheetkit.import_rows(book, export, tab="Cases", mapping=own, as_of=DAY)
    assert column(book, "Notes & Communications")[2] == "Ada"
    assert column(book, "Customer Name")[2:] == [None, None]


def test_the_problems_of_an_import_come_before_those_that_the_workbook_had(book: Path, export: Path) -> None:
    sheetkit.import_rows(book, export, tab="Cases", as_of=DAY)
    sheetkit.patch_xlsx(book, {("Cases", "F2"): "Borken"})
    export.write_text(
        EXPORT + ROWS + "#1003,Bob,3,2026-11-03,Cup,sunburn\n#1004,Cy,x,,,,\n#1005,,,,,,1\n", encoding="utf-8"
    )
    done = sheetkit.import_rows(book, export, tab="Cases", as_of=DAY)
    places = [(problem.tab, problem.cell, problem.code) for problem in done.problems]
    assert places[:4] == [
        ("export.csv", "line 6", "import-row"),
        ("export.csv", "line 5", "import-value"),
        ("Cases", "F4", "not-in-list"),
        ("Cases", "B5", "required"),
    ]
    assert (done.own, places[done.own :]) == (5, [("Cases", "F2", "not-in-list")])


def test_lines_that_say_the_same_both_come_in_and_are_named(book: Path, export: Path) -> None:
    line = "#1003,Bob,3,2026-11-03,Cup,damaged\n"
    export.write_text(EXPORT + line + ROWS + line, encoding="utf-8")
    done = sheetkit.import_rows(book, export, tab="Cases", as_of=DAY)
    assert done.added == 4
    (repeated,) = [problem for problem in done.problems if problem.code == "import-repeated"]
    assert (repeated.tab, repeated.cell, repeated.severity) == ("export.csv", "line 5", "warning")
    assert "the same as line 2" in repeated.message
    assert "import-repeated" not in [
        p.code for p in sheetkit.import_rows(book, export, tab="Cases", as_of=DAY).problems
    ]


def test_an_export_named_in_the_place_of_the_workbook_is_told_so(book: Path, export: Path) -> None:
    with pytest.raises(SheetkitError, match="not a workbook") as caught:
        sheetkit.import_rows(export, book, tab="Cases", as_of=DAY)
    assert caught.value.advice.endswith(f"sheetkit import {book} {export}")


@pytest.mark.parametrize("dry_run", [False, True])
def test_a_first_mapping_that_does_not_fit_is_told_with_what_was_made(book: Path, export: Path, dry_run: bool) -> None:
    export.write_text("Order No\nA-1\n", encoding="utf-8")
    with pytest.raises(MappingInvalid) as caught:
        sheetkit.import_rows(book, export, tab="Cases", as_of=DAY, dry_run=dry_run)
    kept = book.with_name("cases.Cases.mapping.yaml")
    assert kept.exists() is not dry_run
    assert ("sheetkit made this file." in caught.value.message) is not dry_run
    assert "Order ID from Order No, Currency from always EUR" in caught.value.message
    assert ("The workbook was not changed." if not dry_run else "Without --dry-run") in caught.value.advice


def test_ambiguous_dates_stay_as_they_were_until_the_mapping_settles_them(book: Path, export: Path) -> None:
    """The workbook's own setting settles them first, so it is cleared here."""
    sheetkit.patch_xlsx(book, {place(book, "Date_Order"): None})
    export.write_text(EXPORT + "#1001,Ada,12.50,03/04/2026,Mug,damaged\n", encoding="utf-8")
    done = sheetkit.import_rows(book, export, tab="Cases", as_of=DAY, dry_run=True)
    assert "import-ambiguous" in [problem.code for problem in done.problems]
    Path(done.mapping).write_text("dates: month first\n" + done.mapping_text, encoding="utf-8")
    sheetkit.import_rows(book, export, tab="Cases", as_of=DAY)
    assert column(book, "Date Request Received") == [46085.0]


def place(book: Path, name: str) -> tuple[str, str]:
    """Sheet and address of a setting."""
    from sheetkit.app.workbook import open_workbook
    from sheetkit.workbook.a1 import address

    found = open_workbook(book).parsed.names[name]
    return found.sheet, address(found.row, found.column)


def test_a_sheet_of_a_workbook_is_read_by_its_table_or_its_fullest_sheet(book: Path, tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    notes = workbook.create_sheet("Notes", 0)
    notes.append(["Order No", "made on Friday"])
    rows = workbook.create_sheet("Refunds")
    for line in ("Refunds of November", "", *(EXPORT + ROWS).splitlines()):
        rows.append(line.split(","))
    export = tmp_path / "export.xlsx"
    workbook.save(export)
    assert sheetkit.import_rows(book, export, tab="Cases", as_of=DAY).added == 2
    assert column(book, "Order ID") == ["#1001", "#1002"]


REFUSED = [
    ("an unknown tab", "Casse", EXPORT + ROWS, "no tab named 'Casse'", "Did you mean Cases?"),
    ("a dashboard", "Review", EXPORT + ROWS, "no tab named 'Review' that holds rows", ""),
    ("no table", "Cases", "", "no row of headers", "Save the export as CSV"),
    ("a picture", "Cases", "\x89PNG\x00\x00", "not text", ""),
]


@pytest.mark.parametrize(("tab", "text", "said", "hint"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_cannot_be_imported_is_refused_before_anything_changes(
    book: Path, export: Path, tab: str, text: str, said: str, hint: str
) -> None:
    export.write_bytes(text.encode("latin-1"))
    before = book.read_bytes()
    with pytest.raises(SheetkitError, match=said) as caught:
        sheetkit.import_rows(book, export, tab=tab, as_of=DAY)
    assert hint in caught.value.advice
    assert book.read_bytes() == before


def test_a_named_sheet_is_read_and_an_unknown_one_is_named_with_the_nearest(book: Path, tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    for name, rows in (("May", ROWS), ("June", "#1003,Bob,3,2026-06-03,Cup,damaged\n")):
        sheet = workbook.create_sheet(name)
        for line in (EXPORT + rows).splitlines():
            sheet.append(line.split(","))
    export = tmp_path / "export.xlsx"
    workbook.save(export)
    kept = proposed(book, export)
    text = kept.read_text("utf-8")
    kept.write_text("sheet: June\n" + text, encoding="utf-8")
    assert sheetkit.import_rows(book, export, tab="Cases", as_of=DAY).added == 1
    kept.write_text("sheet: Jun\n" + text, encoding="utf-8")
    with pytest.raises(SheetkitError, match="no sheet named Jun") as caught:
        sheetkit.import_rows(book, export, tab="Cases", as_of=DAY)
    assert caught.value.advice == "Did you mean June?"


def test_a_mapping_file_that_is_no_text_or_far_too_large_is_refused(book: Path, export: Path) -> None:
    own = book.with_name("own.yaml")
    for raw in (b"\xff\xfe\x00", b"#" * 2_000_000):
        own.write_bytes(raw)
        with pytest.raises(MappingInvalid):
            sheetkit.import_rows(book, export, tab="Cases", mapping=own, as_of=DAY)


def test_a_tab_that_keeps_no_ids_of_imported_rows_takes_none(export: Path, tmp_path: Path) -> None:
    template = tmp_path / "plain.yaml"
    template.write_text("name: plain\nversion: 1\ntitle: Plain\ntabs:\n  - name: T\n    columns: [{name: A}]\n")
    path = tmp_path / "plain.xlsx"
    sheetkit.build(template, path, as_of=DAY)
    with pytest.raises(SheetkitError, match="no column that keeps the ids") as caught:
        sheetkit.import_rows(path, export, tab="T", as_of=DAY)
    assert "import_key" in caught.value.advice


def test_old_excel_files_and_missing_ones_are_refused_with_a_way_out(book: Path, tmp_path: Path) -> None:
    old = tmp_path / "export.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with pytest.raises(SheetkitError, match=r"old \.xls") as caught:
        sheetkit.import_rows(book, old, tab="Cases", as_of=DAY)
    assert "save it as .xlsx" in caught.value.advice
    with pytest.raises(FileMissing):
        sheetkit.import_rows(book, tmp_path / "nothing.csv", tab="Cases", as_of=DAY)


MISFITS = [
    ("Order ID: Order No", "Order ID: Oder No", "export.csv has no column Oder No.", "Did you mean Order No?"),
    ("Order ID: Order No", "Order Id: Order No", "Order Id is no column of Cases", "Did you mean Order ID?"),
    ("Order ID: Order No", "State: Order No", "State is no column of Cases that people fill in.", ""),
    ("  Amount: Refund Amount\n", "", "Amount is required, and nothing in the mapping fills it.", "Amount: {constant"),
    ("{constant: EUR}", "{constant: ERU}", "ERU is not in the list of Currency.", "Did you mean EUR?"),
    ("tab: Cases", "tab: Activity", "It is a mapping for the tab Activity, not Cases.", "--map"),
    ("row id: [Order No]", "row id: []", "It has no row id.", "tell one row"),
]


@pytest.mark.parametrize(("old", "new", "said", "hint"), MISFITS)
def test_a_mapping_that_does_not_fit_is_refused_with_every_reason(
    book: Path, export: Path, old: str, new: str, said: str, hint: str
) -> None:
    kept = proposed(book, export)
    text = kept.read_text("utf-8")
    assert old in text
    kept.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(MappingInvalid) as caught:
        sheetkit.import_rows(book, export, tab="Cases", as_of=DAY)
    assert any(said in problem.message and hint in problem.hint for problem in caught.value.problems)
    assert caught.value.path == str(kept)


def test_an_export_that_lacks_what_is_required_is_not_imported_but_its_mapping_is_kept(
    book: Path, export: Path
) -> None:
    export.write_text("Order No,Customer\n#1001,Ada\n", encoding="utf-8")
    before = book.read_bytes()
    with pytest.raises(MappingInvalid) as caught:
        sheetkit.import_rows(book, export, tab="Cases", as_of=DAY)
    told = " ".join(problem.message for problem in caught.value.problems)
    assert "Amount is required" in told
    assert "Date Request Received is required" in told
    assert "#   Amount: required" in Path(caught.value.path).read_text("utf-8")
    assert book.read_bytes() == before


def test_mappings_are_described_in_words() -> None:
    assert described(ColumnFrom("product", ("Quantity", "Price"), absolute=True)) == "Quantity x Price (without minus)"
    assert described(ColumnFrom("join", ("First", "Last"))) == "First + Last"
    assert described(ColumnFrom(headers=("ID",), whole=True, negate=True)) == "ID (as whole numbers, sign turned)"


@pytest.mark.parametrize(
    ("cell", "column"),
    [("A1", "Case ID"), ("G1", "Amount"), ("AK1", "Source ID")],
    ids=["the key", "a column that the export fills", "the ids of imported rows"],
)
def test_nothing_is_imported_past_a_column_that_is_gone(book: Path, export: Path, cell: str, column: str) -> None:
    """Else its values would be lost, or the rows would come in again and again."""
    workbook = openpyxl.load_workbook(book)
    assert workbook["Cases"][cell].value == column
    workbook["Cases"][cell].value = "My own"
    workbook.save(book)
    before = book.read_bytes()
    with pytest.raises(SheetkitError) as refused:
        sheetkit.import_rows(book, export, tab="Cases", as_of=DAY)
    assert refused.value.message == f"Cases has no column {column} any more, so what belongs there would be lost."
    assert book.read_bytes() == before


def test_nothing_is_imported_into_a_tab_that_is_gone(book: Path, export: Path) -> None:
    workbook = openpyxl.load_workbook(book)
    del workbook["Cases"]
    workbook.save(book)
    with pytest.raises(SheetkitError) as refused:
        sheetkit.import_rows(book, export, tab="Cases", as_of=DAY)
    assert refused.value.message == "The tab Cases is not in the workbook any more, so nothing was imported into it."
