"""Conflicts settled on the Conflicts tab: in each of the ways, on either side, and what is said where it cannot be."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.protection import WorkbookProtection

import sheetkit
from sheetkit.app.status import status
from sheetkit.backends.excel.backend import ExcelBackend
from sheetkit.backends.excel.edits import Edit, Formula
from sheetkit.core.values import CellValue
from sheetkit.records.parse import parse
from sheetkit.sync.base import StateFile
from sheetkit.sync.board import Placed, find
from sheetkit.sync.conflict_board import BOARD, CHANGED, TWICE
from sheetkit.sync.settling import DIFFERENTLY
from sheetkit.sync.workbooks import Ready, WorkbookReplica
from sheetkit.template.load import load_template
from sheetkit.workbook.a1 import address
from tests.sync.desk import DAY, LIBRARY, Desk, cell, edit, table
from tests.sync.sides import Crash

PRICE = ("Books", "N-1", "Price")
HEADS = BOARD.heads


def board(path: Path) -> Placed:
    """The Conflicts tab as it is."""
    found = find(BOARD, ExcelBackend(path).read())
    assert found is not None
    return found


def shown(path: Path) -> list[dict[str, CellValue]]:
    """Its rows, blank cells and marks left out."""
    return [
        {head: value for head, value in zip(HEADS[:-1], says, strict=False) if value is not None}
        for _, says in board(path).lines
    ]


def settle(path: Path, value: Edit, row: int = 0) -> None:
    """Somebody types into a Resolution cell."""
    found = board(path)
    at = found.lines[row][0], found.columns[HEADS.index("Resolution")]
    sheetkit.patch_xlsx(path, {(found.sheet, address(*at)): value})


def quarrel(desk: Desk, local: CellValue = 10.0, remote: CellValue = 11.5) -> None:
    """Both people change the same price."""
    edit(desk.local, "Books", "N-1", {"Price": local})
    edit(desk.remote, "Books", "N-1", {"Price": remote})
    assert len(desk.sync().waiting) == 1


def quiet(desk: Desk) -> None:
    """A further run writes nothing."""
    before = desk.local.read_bytes(), desk.remote.read_bytes()
    assert not desk.sync().wrote
    assert (desk.local.read_bytes(), desk.remote.read_bytes()) == before


def prices(desk: Desk) -> tuple[CellValue, CellValue]:
    return cell(desk.local, *PRICE), cell(desk.remote, *PRICE)


def test_what_waits_is_shown_on_both_sides_as_each_sees_it(desk: Desk) -> None:
    quarrel(desk)
    common = {"Tab": "Books", "Key": "N-1", "Column": "Price", "Before": "9.5", "Since": DAY.isoformat()}
    assert shown(desk.local) == [
        {**common, "This Workbook": "10", "The Other": "11.5", "Synced With": "there.xlsx"},
    ]
    assert shown(desk.remote) == [
        {**common, "This Workbook": "11.5", "The Other": "10", "Synced With": "here.xlsx"},
    ]
    quiet(desk)


@pytest.mark.parametrize(
    ("side", "typed", "price"),
    [
        ("local", "keep this", 10.0),
        ("local", "Keep the Other ", 11.5),
        ("remote", "keep this", 11.5),
        ("remote", "keep the other", 10.0),
        ("local", 12.25, 12.25),
        ("remote", "12.25", 12.25),
        ("local", "11.5", 11.5),
        ("local", 10, 10.0),
    ],
)
def test_a_resolution_on_either_side_counts_on_both(desk: Desk, side: str, typed: Edit, price: float) -> None:
    quarrel(desk)
    settle(getattr(desk, side), typed)
    done = desk.sync()
    assert done.clean
    assert [one.kind for one in done.conflicts] == ["settled"]
    assert prices(desk) == (price, price)
    assert shown(desk.local) == shown(desk.remote) == []
    assert desk.in_step()
    quiet(desk)


def test_equal_resolutions_agree_and_different_ones_wait(desk: Desk) -> None:
    quarrel(desk)
    settle(desk.local, "keep this")
    settle(desk.remote, 13.0)
    assert len(desk.sync().waiting) == 1
    assert prices(desk) == (10.0, 11.5)
    for path, said in ((desk.local, "keep this"), (desk.remote, 13.0)):
        assert [(row["Resolution"], row["Note"]) for row in shown(path)] == [(said, DIFFERENTLY)]
    quiet(desk)
    settle(desk.remote, "keep the other")
    assert desk.sync().clean
    assert prices(desk) == (10.0, 10.0)
    quiet(desk)


@pytest.mark.parametrize("typed", ["a lot", "1.234,5.6", Formula("=A1", 3.0), False])
def test_what_cannot_be_read_waits_with_a_note(desk: Desk, typed: Edit) -> None:
    quarrel(desk)
    settle(desk.local, typed)
    done = desk.sync()
    assert len(done.waiting) == 1
    assert prices(desk) == (10.0, 11.5)
    (row,) = shown(desk.local)
    assert row["Note"]
    assert row["Note"] in [one.note for one in done.told]
    assert row["Note"] in [one["note"] for one in done.as_dict()["conflicts"]]
    assert row["Resolution"] is not None
    quiet(desk)
    settle(desk.local, None)
    desk.sync()
    assert "Note" not in shown(desk.local)[0]
    quiet(desk)


def test_a_decision_about_what_has_changed_since_does_not_count_and_is_not_lost(desk: Desk) -> None:
    quarrel(desk)
    settle(desk.local, 12.0)
    edit(desk.remote, "Books", "N-1", {"Price": 14.0})
    done = desk.sync()
    assert [one.before for one in done.conflicts if one.kind == "unused"] == [12.0]
    assert prices(desk) == (10.0, 14.0)
    (row,) = shown(desk.local)
    assert row["The Other"] == "14"
    assert "Resolution" not in row
    assert str(row["Note"]).startswith(CHANGED)
    assert "12" in str(row["Note"])
    quiet(desk)
    settle(desk.local, "keep the other")
    assert desk.sync().clean
    assert prices(desk) == (14.0, 14.0)


def test_ones_own_cell_may_change_after_one_decided(desk: Desk) -> None:
    quarrel(desk)
    settle(desk.local, "keep this")
    edit(desk.local, "Books", "N-1", {"Price": 10.5})
    assert desk.sync().clean
    assert prices(desk) == (10.5, 10.5)


def test_a_value_typed_for_what_people_settled_otherwise_is_in_the_log(desk: Desk) -> None:
    quarrel(desk)
    settle(desk.local, 12.0)
    edit(desk.local, "Books", "N-1", {"Price": 11.5})
    done = desk.sync()
    assert done.clean
    assert prices(desk) == (11.5, 11.5)
    assert shown(desk.local) == []
    log = StateFile(desk.state / "pair1.db", "").conflicts()
    assert 12.0 in [one.conflict.before for one in log if one.conflict.kind == "unused"]
    quiet(desk)


def test_several_conflicts_stand_newest_first_and_go_one_by_one(desk: Desk) -> None:
    quarrel(desk)
    edit(desk.local, "Books", "T-1", {"Author": "Moor"})
    edit(desk.remote, "Books", "T-1", {"Author": "Heath"})
    desk.sync()
    assert [row["Key"] for row in shown(desk.local)] == ["T-1", "N-1"]
    settle(desk.local, "=Moor & Heath")
    desk.sync()
    assert [row["Key"] for row in shown(desk.remote)] == ["N-1"]
    assert [cell(path, "Books", "T-1", "Author") for path in (desk.local, desk.remote)] == ["=Moor & Heath"] * 2
    settle(desk.remote, "keep this")
    assert desk.sync().clean
    quiet(desk)


def test_a_setting_is_settled_too(desk: Desk) -> None:
    for path, value in ((desk.local, 3.0), (desk.remote, 4.0)):
        set_loan_days(path, value)
    assert [one.kind for one in desk.sync().waiting] == ["setting"]
    assert shown(desk.local)[0]["Tab"] == "Settings"
    settle(desk.remote, "keep this")
    assert desk.sync().clean
    assert desk.snapshot(desk.local).settings == desk.snapshot(desk.remote).settings
    quiet(desk)


def set_loan_days(path: Path, value: float) -> None:
    grid = ExcelBackend(path).read()
    name = next(grid.names[setting] for setting in desk_settings(path))
    sheetkit.patch_xlsx(path, {(name.sheet, address(name.row, name.column)): value})


def desk_settings(path: Path) -> list[str]:
    snapshot = Desk(path.parent).snapshot(path)
    return [name for name, value in snapshot.settings.items() if isinstance(value, float)]


def test_ones_own_formula_takes_no_other_value(desk: Desk) -> None:
    sheetkit.patch_xlsx(desk.local, {("Books", price_cell(desk.local)): Formula("=5+5", 10.0)})
    edit(desk.remote, "Books", "N-1", {"Price": 11.5})
    assert [one.kind for one in desk.sync().waiting] == ["formula"]
    settle(desk.local, "keep the other")
    assert len(desk.sync().waiting) == 1
    assert "formula" in str(shown(desk.local)[0]["Note"])
    quiet(desk)
    settle(desk.local, "keep this")
    assert desk.sync().clean
    assert prices(desk) == (10.0, 10.0)


def test_merged_cells_take_no_other_value_and_the_note_says_so(desk: Desk) -> None:
    rows = table(desk.local, "Books")
    second = rows.columns["Shelf Mark"][1]
    assert rows.sheet_rows[1] == rows.sheet_rows[0] + 1

    def merge(book: openpyxl.Workbook, name: str) -> None:
        del name
        column = parse(load_template(LIBRARY), ExcelBackend(desk.local).read()).places["Books"].columns["Price"]
        at = address(rows.sheet_rows[0], column), address(rows.sheet_rows[1], column)
        book["Books"].merge_cells(":".join(at))

    quarrel(desk)
    rearranged(desk.local, merge)
    edit(desk.remote, "Books", str(second), {"Price": 12.25})
    assert {one.kind for one in desk.sync().waiting if one.key == second} == {"formula"}
    settle(desk.local, "keep the other")
    desk.sync()
    assert "unmerge" in str(shown(desk.local)[0]["Note"])
    assert cell(desk.remote, "Books", str(second), "Price") == 12.25


def price_cell(path: Path) -> str:
    parsed = parse(load_template(LIBRARY), ExcelBackend(path).read())
    rows = parsed.ledger.tables["Books"]
    row = rows.sheet_rows[list(rows.columns["Shelf Mark"]).index("N-1")]
    return address(row, parsed.places["Books"].columns["Price"])


def rearranged(path: Path, change: Callable[[openpyxl.Workbook, str], None]) -> None:
    """Somebody does something to the tab in a program that saves the file anew."""
    name = board(path).sheet
    book = openpyxl.load_workbook(path)
    change(book, name)
    book.save(path)
    sheetkit.update(path, as_of=DAY)  # results that the other program lost


def rename(book: openpyxl.Workbook, name: str) -> None:
    book[name].title = "To decide"


def move(book: openpyxl.Workbook, name: str) -> None:
    book.move_sheet(name, -(len(book.sheetnames) - 1))


def insert_rows(book: openpyxl.Workbook, name: str) -> None:
    book[name].insert_rows(1, 4)


def insert_column(book: openpyxl.Workbook, name: str) -> None:
    book[name].insert_cols(1)


@pytest.mark.parametrize("change", [rename, move, insert_rows, insert_column])
def test_the_tab_is_found_wherever_it_is_by_now(desk: Desk, change: Callable[[openpyxl.Workbook, str], None]) -> None:
    quarrel(desk)
    rearranged(desk.local, change)
    desk.sync()
    quiet(desk)
    assert len(ExcelBackend(desk.local).read().sheets) == len(ExcelBackend(desk.remote).read().sheets)
    settle(desk.local, 12.0)
    assert desk.sync().clean
    assert prices(desk) == (12.0, 12.0)
    quiet(desk)


def test_rows_that_people_sorted_stay_so(desk: Desk) -> None:
    quarrel(desk)
    edit(desk.local, "Books", "T-1", {"Author": "Moor"})
    edit(desk.remote, "Books", "T-1", {"Author": "Heath"})
    desk.sync()
    placed = board(desk.local)
    (first, one), (second, two) = placed.lines
    cells = [(first, two), (second, one)]
    sheetkit.patch_xlsx(
        desk.local,
        {
            (placed.sheet, address(row, at)): value
            for row, says in cells
            for at, value in zip(placed.columns, says, strict=True)
        },
    )
    quiet(desk)
    assert [row["Key"] for row in shown(desk.local)] == ["N-1", "T-1"]
    settle(desk.local, 12.0)
    desk.sync()
    assert prices(desk) == (12.0, 12.0)
    assert [row["Key"] for row in shown(desk.local)] == ["T-1"]


@pytest.mark.parametrize("what", ["tab", "rows"])
def test_what_people_delete_of_it_comes_back(desk: Desk, what: str) -> None:
    quarrel(desk)
    before = shown(desk.local)

    def delete(book: openpyxl.Workbook, name: str) -> None:
        if what == "tab":
            del book[name]
        else:
            book[name].delete_rows(4, 1)

    rearranged(desk.local, delete)
    assert desk.sync().waiting
    assert shown(desk.local) == before
    quiet(desk)


def test_the_tab_is_no_data_and_no_concern_of_other_commands(desk: Desk) -> None:
    before = [str(problem) for problem in sheetkit.check(desk.local, as_of=DAY).problems]
    tables = desk.snapshot(desk.local).tables.keys()
    quarrel(desk)
    assert [str(problem) for problem in sheetkit.check(desk.local, as_of=DAY).problems] == before
    assert not sheetkit.update(desk.local, as_of=DAY).changed
    assert desk.snapshot(desk.local).tables.keys() == tables
    quiet(desk)


def test_a_workbook_whose_structure_is_protected_has_no_tab(desk: Desk) -> None:
    book = openpyxl.load_workbook(desk.local)
    book.security = WorkbookProtection(lockStructure=True)
    book.save(desk.local)
    sheetkit.update(desk.local, as_of=DAY)
    quarrel(desk)
    assert find(BOARD, ExcelBackend(desk.local).read()) is None
    settle(desk.remote, "keep the other")
    assert desk.sync().clean
    assert prices(desk) == (10.0, 10.0)
    quiet(desk)


def cut_off(desk: Desk, monkeypatch: pytest.MonkeyPatch, written: int) -> None:
    """A sync that is killed when so many sides are written."""
    write, left = WorkbookReplica.write, [written]

    def cut(replica: WorkbookReplica, prepared: Ready, mark: int | None) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise Crash
        write(replica, prepared, mark)

    with monkeypatch.context() as patched:
        patched.setattr(WorkbookReplica, "write", cut)
        with pytest.raises(Crash):
            desk.sync()


@pytest.mark.parametrize("typed", ["keep this", "keep the other", 12.0])
@pytest.mark.parametrize("side", ["local", "remote"])
@pytest.mark.parametrize("written", [0, 1])
def test_a_decision_counts_though_the_sync_was_cut_off(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, typed: Edit, side: str, written: int
) -> None:
    quarrel(desk)
    settle(getattr(desk, side), typed)
    cut_off(desk, monkeypatch, written)
    assert desk.sync().clean
    price = 12.0 if typed == 12.0 else 10.0 if (side == "local") is (typed == "keep this") else 11.5
    assert prices(desk) == (price, price)
    assert shown(desk.local) == shown(desk.remote) == []
    quiet(desk)


def test_a_decision_that_was_cut_off_yields_to_a_newer_edit(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    quarrel(desk)
    settle(desk.local, "keep this")
    cut_off(desk, monkeypatch, 1)
    edit(desk.remote, "Books", "N-1", {"Price": 20.0})
    assert [(one.local, one.remote) for one in desk.sync().waiting] == [(10.0, 20.0)]
    quiet(desk)


def test_i1_another_decision_typed_where_the_sync_was_cut_off_is_in_the_log(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    quarrel(desk)
    settle(desk.remote, 12.0)
    cut_off(desk, monkeypatch, 1)
    settle(desk.remote, 13.0)
    assert desk.sync().clean
    assert prices(desk) == (12.0, 12.0)
    logged = [one.conflict for one in StateFile(next(desk.state.glob("*.db")), "").conflicts()]
    assert [one.before for one in logged if one.kind == "unused"] == [13.0]
    quiet(desk)


def test_status_names_the_tab(desk: Desk) -> None:
    assert status(desk.local, as_of=DAY, state=desk.state).tab == ""
    quarrel(desk)
    rearranged(desk.local, rename)
    assert status(desk.local, as_of=DAY, state=desk.state).tab == "To decide"


def test_a_dry_run_tells_what_a_resolution_would_do(desk: Desk) -> None:
    quarrel(desk)
    settle(desk.local, "keep the other")
    before = desk.local.read_bytes()
    done = desk.sync(dry_run=True)
    assert done.clean
    assert desk.local.read_bytes() == before
    assert prices(desk) == (10.0, 11.5)


def again(path: Path, value: CellValue, *, mark: bool) -> None:
    """Somebody copies the first row of the tab some rows further down, and types another resolution there."""
    found = board(path)
    row, says = found.lines[0]
    cells: dict[tuple[str, str], Edit] = {
        (found.sheet, address(row + 5, at)): said for at, said in zip(found.columns, says, strict=True)
    }
    cells[found.sheet, address(row + 5, found.columns[HEADS.index("Resolution")])] = value
    if not mark:
        cells[found.sheet, address(row + 5, found.columns[-1])] = None
    sheetkit.patch_xlsx(path, cells)


@pytest.mark.parametrize("where", ["local", "remote"])
def test_a_copied_row_with_another_resolution_decides_nothing(desk: Desk, where: str) -> None:
    quarrel(desk)
    settle(getattr(desk, where), 13.0)
    again(getattr(desk, where), 14.0, mark=True)
    done = desk.sync()
    assert [(one.kind, one.before) for one in done.conflicts] == [("edited", 9.5), ("unused", 13.0), ("unused", 14.0)]
    assert {(one.local, one.remote) for one in done.conflicts} == {(10.0, 11.5)}
    assert prices(desk) == (10.0, 11.5)
    for side in (desk.local, desk.remote):
        (row,) = shown(side)
        assert "Resolution" not in row
        assert row["Note"] == f"{TWICE} “13”, “14”. Decide again."
    quiet(desk)
    settle(desk.local, 13.0)
    assert desk.sync().clean
    assert prices(desk) == (13.0, 13.0)
    quiet(desk)


def test_a_copied_row_with_the_same_resolution_decides(desk: Desk) -> None:
    quarrel(desk)
    settle(desk.local, "keep the other")
    again(desk.local, "keep the other", mark=True)
    assert desk.sync().clean
    assert prices(desk) == (11.5, 11.5)


def test_a_resolution_in_a_row_that_belongs_to_no_conflict_is_in_the_log(desk: Desk) -> None:
    quarrel(desk)
    again(desk.local, 14.0, mark=False)
    done = desk.sync()
    assert [(one.kind, one.place, one.before) for one in done.conflicts if not one.waiting] == [
        ("unused", ("Books", "n-1", "Price"), 14.0)
    ]
    assert len(shown(desk.local)) == 1
    quiet(desk)


def test_i3_a_decision_counts_at_once_though_the_other_one_does_not_count_any_more(desk: Desk) -> None:
    """Both decided; then one changed the value again and knows it, which the other one does not."""
    quarrel(desk)
    settle(desk.local, "keep this")
    settle(desk.remote, "keep this")
    edit(desk.local, "Books", "N-1", {"Price": 12.0})
    assert desk.sync().clean
    assert prices(desk) == (12.0, 12.0)
    assert "unused" in {one.conflict.kind for one in StateFile(next(desk.state.glob("*.db")), "").conflicts()}
    quiet(desk)
