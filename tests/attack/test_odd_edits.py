"""An update of a workbook that was edited oddly keeps what people did, says what it does, and comes to rest."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

import sheetkit
from sheetkit.app.results import Updated
from sheetkit.core.errors import NotSheetkitWorkbook
from tests.attack.editing import DAY, LAST, cells, column, edited


def updated(book: Path, edit: Callable[[Workbook], None]) -> Updated:
    """What an update of the edited workbook says; a second one must find nothing to do."""
    done = sheetkit.update(edited(book, edit), as_of=DAY)
    after = book.read_bytes()
    again = sheetkit.update(book, as_of=DAY)
    assert (again.changed, again.keys, again.restored) == (False, {}, ())
    assert book.read_bytes() == after
    return done


OWN_FORMULAS = [
    # cell, a person's formula in a cell that an update would fill
    ("A5", '=A2&"-copy"'),
    ("A162", '=IF(D162="","",D162)'),
    ("F162", '=IF(D162="","","Damaged")'),
    ("M6", '=IF(G6>100,"look","")'),
    ("R7", "=B7+1"),
]


@pytest.mark.parametrize(("cell", "formula"), OWN_FORMULAS)
def test_a_formula_of_ones_own_stays(book: Path, cell: str, formula: str) -> None:
    """Without stored results (openpyxl) such a cell looks blank to whoever reads values only."""

    def type_it(workbook: Workbook) -> None:
        sheet = workbook["Cases"]
        sheet["B162"], sheet["D162"], sheet["G162"], sheet["H162"] = date(2026, 11, 20), "SO-1", 5, "EUR"
        sheet[cell] = formula

    updated(book, type_it)
    assert cells(book, "Cases")[cell] == formula


def test_merged_cells_stop_no_update(book: Path) -> None:
    """Merged cells hide computed ones; the update leaves those alone, names the merge, and does the rest."""

    def merge(workbook: Workbook) -> None:
        workbook["Cases"].merge_cells("J20:K21")
        workbook["Cases"].merge_cells("A30:B31")
        workbook["Cases"]["I2"] = "Approved"

    done = updated(book, merge)
    assert done.logged == {"Activity": 1}
    assert {"J20", "A30"} <= {problem.cell for problem in done.problems if problem.code == "merged-cells"}
    after = cells(book, "Cases")
    assert not {"K20", "J21", "K21", "B30", "A31", "B31"} & after.keys()


@pytest.mark.parametrize("gone", ["Settings", "Lists"])
def test_nothing_else_is_taken_for_a_lost_tab(book: Path, gone: str) -> None:
    """The header Currency on the Lists tab is not the setting, nor is a setting's name a list's header."""

    def drop(workbook: Workbook) -> None:
        del workbook[gone]
        for name in workbook.defined_names.values():
            name.attr_text = name.attr_text.replace(f"{gone}!", "#REF!")

    read = sheetkit.read(edited(book, drop))
    assert read.ledger.names["Currency"] == "EUR"
    assert list(read.ledger.lists["Currencies"])[:3] == ["EUR", "GBP", "USD"]
    assert not [problem for problem in read.problems if problem.code == "name-missing"]


def test_a_missing_column_stops_no_update(book: Path) -> None:
    """A header became something else altogether: formulas that need it stay as they are, the rest is brought up."""

    def rename(workbook: Workbook) -> None:
        sheet = workbook["Cases"]
        at = column(sheet, "Status")
        sheet.cell(1, at).value = "Where we are"
        sheet.tables["Cases"].tableColumns[at - 1].name = "Where we are"
        for row in sheet.iter_rows(min_row=2, max_row=211):
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    cell.value = cell.value.replace("[Status]", "[Where we are]")
        sheet["A161"] = None

    done = updated(book, rename)
    assert [problem.column for problem in done.problems if problem.code == "column-missing"] == ["Status"]
    assert (done.keys["Cases"], done.restored) == ((cells(book, "Cases")["A161"],), ())
    assert "[Where we are]" in cells(book, "Cases")["Y2"]


def test_no_keys_are_spent_on_a_column_that_is_gone(book: Path) -> None:
    def delete(workbook: Workbook) -> None:
        sheet = workbook["Cases"]
        table = sheet.tables["Cases"]
        sheet.delete_cols(1)
        table.tableColumns = table.tableColumns[1:]
        table.ref = table.autoFilter.ref = "A1:AJ211"

    assert updated(book, delete).keys == {}


def test_changes_wait_until_their_log_is_back(book: Path) -> None:
    """With the Activity tab gone no entry can be made; it is made once the tab is there again."""
    with_log = book.with_name("log.xlsx")
    with_log.write_bytes(book.read_bytes())

    def drop(workbook: Workbook) -> None:
        del workbook["Activity"]
        workbook["Cases"]["I2"] = "New"

    assert updated(book, drop).logged == {}
    seen = column(openpyxl.load_workbook(book)["Cases"], "Status Seen")
    assert openpyxl.load_workbook(book)["Cases"].cell(2, seen).value == "Refunded"


def test_an_overlong_status_is_logged_in_part(book: Path) -> None:
    def paste(workbook: Workbook) -> None:
        workbook["Cases"]["I2"] = "x" * 32_767

    done = updated(book, paste)
    assert done.logged == {"Activity": 1}
    details = cells(book, "Activity")["F360"]
    assert details.startswith("Status: Refunded → xxx")
    assert len(details) < 1_000


TYPED_OVER: list[tuple[str, Any]] = [
    ("B6", datetime(2026, 1, 1)),
    ("B12", 7),
    ("B54", 99),
    ("A54", "mine"),
]


@pytest.mark.parametrize(("cell", "value"), TYPED_OVER)
def test_a_figure_that_was_typed_over_is_named_and_left(book: Path, cell: str, value: Any) -> None:
    def type_it(workbook: Workbook) -> None:
        workbook["Review"][cell] = value

    before = openpyxl.load_workbook(book)["Review"][cell].value
    assert isinstance(before, str)
    assert before.startswith("=")
    done = updated(book, type_it)
    assert done.restored == ()
    assert cell in {problem.cell for problem in done.problems if problem.code == "figure-overwritten"}
    assert openpyxl.load_workbook(book)["Review"][cell].value == value


def test_summaries_are_found_where_tables_became_ranges(book: Path) -> None:
    """Google and some other programs save no tables."""

    def to_ranges(workbook: Workbook) -> None:
        for sheet in workbook.worksheets:
            for name in list(sheet.tables):
                del sheet.tables[name]

    done = updated(book, to_ranges)
    assert [problem.code for problem in done.problems] == []


def test_results_never_look_like_text_to_type(book: Path) -> None:
    """A formula in a cell of the format Text turns into text as soon as a person edits it."""

    def change(workbook: Workbook) -> None:
        for row in range(2, LAST + 1):
            workbook["Cases"].cell(row, 9).value = "Cancelled"

    updated(book, change)
    workbook = openpyxl.load_workbook(book)
    formulas = [cell for row in workbook["Activity"].iter_rows(min_row=350) for cell in row if cell.data_type == "f"]
    assert formulas
    assert {cell.number_format for cell in formulas} == {"General"}


def test_a_workbook_without_its_hidden_tab_is_refused_with_a_way_out(book: Path) -> None:
    def drop(workbook: Workbook) -> None:
        del workbook["_sheetkit"]

    before = edited(book, drop).read_bytes()
    with pytest.raises(NotSheetkitWorkbook) as refused:
        sheetkit.update(book, as_of=DAY)
    assert "_sheetkit is gone" in refused.value.advice
    assert book.read_bytes() == before


def test_rows_of_such_a_workbook_come_into_a_new_one(book: Path, tmp_path: Path) -> None:
    """The way out that the refusal names: all inputs arrive, and none twice."""
    new = tmp_path / "new.xlsx"
    sheetkit.build("refund-log", new, as_of=DAY)
    done = sheetkit.import_rows(new, book, tab="Cases", as_of=DAY)
    assert (done.read, done.added) == (160, 160)
    assert sheetkit.import_rows(new, book, tab="Cases", as_of=DAY).added == 0
    for name in ("Order ID", "Amount", "Status", "Resolution Date", "Notes & Communications"):
        old_rows, rows = (sheetkit.read(path).ledger.tables["Cases"].columns[name] for path in (book, new))
        assert list(rows) == list(old_rows), name


def test_spaces_that_make_a_formula_miss_its_row_are_named(book: Path) -> None:
    """The platform's export has the order, but not with the spaces that stand around it in the case."""
    before = sheetkit.read(book).table("Cases")
    row = list(before["On Platform"].fillna("")).index("Matches")
    order = before["Order ID"][row]
    sheetkit.patch_xlsx(book, {("Cases", f"D{row + 2}"): f" {order} "})
    (problem,) = sheetkit.check(book, as_of=DAY).problems
    assert (problem.code, problem.severity, problem.cell) == ("stray-spaces", "warning", f"D{row + 2}")
    sheetkit.update(book, as_of=DAY)
    after = sheetkit.read(book).table("Cases")
    assert (after["On Platform"][row], after["Order ID"][row]) == ("Missing on platform", order)
    assert cells(book, "Cases")[f"D{row + 2}"] == f" {order} "
