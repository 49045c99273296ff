"""What every backend promises, told once; each backend's own test file says how to make one and who sits at it."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace

import pytest

from sheetkit.core.errors import FileExists, FileMoved, PatchRefused
from sheetkit.core.values import NA, CellValue
from sheetkit.formula.ast import Binary, Text, ThisRow
from sheetkit.formula.layout import Layout, TablePlace
from sheetkit.records.parse import parse
from sheetkit.workbook.backend import Backend
from sheetkit.workbook.grid import GridSheet
from sheetkit.workbook.model import Block, CellColumn, FlagRule, Sheet, Style, Validation, Workbook
from sheetkit.workbook.patch import Patch, SheetPatch, TableAppend
from tests.backends.people import Person
from tests.backends.till import NOW, THREE, TILL, Columns, column, opened, planned, rows, till, update

ONE: Columns = {name: values[:1] for name, values in THREE.items()}
MORE: Columns = {
    "Customer": ["Dee", "Eve", "Fay", "Gus"],
    "Amount": [1.0, 2.0, 3.0, 4.0],
    "Opened On": [46346.0] * 4,
    "Reason": ["Late", "Late", None, "Damaged"],
}
LOOKALIKES = (
    *("=1+1", "+1", "-1", "@x", "'x", "''x", "007", "1e5", "TRUE", "#N/A", "2026-11-22", "12:30", " x ", "a\nb"),
    *("https://example.com", '=HYPERLINK("https://example.com")', "€ 5", "1,5", "50%", "\ttab"),
)
CASE, CUSTOMER, AMOUNT, OPENED, REASON, GIFT, REMARK, NET, AGE, SAME, CHECK = range(11)
WIDTH = 11


class Contract(ABC):
    """The promises. `build` makes a workbook, `again` opens it as another run does, `person` sits at it."""

    @abstractmethod
    def build(self, workbook: Workbook) -> Backend:
        """A backend that keeps the workbook."""

    @abstractmethod
    def again(self, backend: Backend) -> Backend:
        """Another backend for the same workbook."""

    @abstractmethod
    def person(self, backend: Backend) -> Person:
        """Somebody at the workbook."""

    def sheet(self, backend: Backend, tab: str) -> GridSheet:
        sheet = self.again(backend).read().sheet(tab)
        assert sheet is not None
        return sheet

    @pytest.mark.parametrize("cases", [{}, ONE, THREE], ids=["empty", "one row", "three rows"])
    def test_what_was_built_is_read_back(self, cases: Columns) -> None:
        backend = self.build(till(cases))
        parsed = opened(backend)
        assert parsed.ledger.problems == ()
        assert parsed.ledger.workbook_id == "till-1"
        for name, values in cases.items():
            assert column(parsed, name) == list(values)
        assert column(parsed, "Case") == ["RF-001", "RF-002", "RF-003"][: len(column(parsed, "Customer"))]
        assert parsed.ledger.names["Grace"] == 3.0
        assert parsed.ledger.names["All_Cases"] == len(column(parsed, "Customer"))
        assert list(parsed.ledger.lists["Reasons"])[:2] == ["Damaged", "Late"]

    def test_computed_cells_show_their_results(self) -> None:
        parsed = opened(self.build(till(THREE)))
        assert column(parsed, "Net") == pytest.approx([8.0, 20.4, 5.8])
        assert column(parsed, "Age") == [8.0, 7.0, 6.0]
        assert column(parsed, "Same Reason") == [2.0, 1.0, 2.0]
        assert column(parsed, "Number", "By_Reason")[:2] == [2.0, 1.0]

    def test_every_part_of_the_workbook_is_found(self) -> None:
        grid = self.build(till(THREE)).read()
        assert [sheet.name for sheet in grid.sheets] == [
            "Guide",
            "Cases",
            "Steps",
            "Review",
            "Settings",
            "Lists",
            "_sheetkit",
        ]
        assert {sheet.visibility for sheet in grid.sheets[:-1]} == {"visible"}
        assert grid.sheets[-1].visibility == "very hidden"
        assert {t.name: (t.row, t.column, t.last_row, t.last_column) for s in grid.sheets for t in s.tables} == {
            "Cases": (0, 0, 5, 10),
            "Log": (0, 0, 1, 2),
            "By_Reason": (6, 0, 10, 1),
        }
        name = grid.names["Reasons"]
        assert (name.sheet, name.row, name.column, name.rows, name.columns) == ("Lists", 1, 0, 4, 1)

    def test_nothing_changes_when_nothing_happened(self) -> None:
        backend = self.build(till(THREE))
        patch, _ = planned(backend)
        assert patch.empty

    def test_a_workbook_is_built_once(self) -> None:
        backend = self.build(till(ONE))
        with pytest.raises(FileExists):
            backend.write(till(THREE))
        assert column(opened(backend), "Customer") == ["Ann"]

    def test_two_readings_of_the_same_state_have_the_same_revision(self) -> None:
        backend = self.build(till(THREE))
        first = backend.read().revision
        assert first
        assert self.again(backend).read().revision == first
        self.person(backend).type("Cases", 1, CUSTOMER, "Anna")
        assert self.again(backend).read().revision != first

    def test_what_a_person_typed_is_read(self) -> None:
        backend = self.build(till(THREE))
        person = self.person(backend)
        person.type("Cases", 1, AMOUNT, 12.5)
        person.type("Cases", 2, GIFT, True)
        person.type("Cases", 3, REMARK, None)
        parsed = opened(backend)
        assert column(parsed, "Amount") == [12.5, 25.5, 7.25]
        assert column(parsed, "Gift") == [True, True, None]
        assert column(parsed, "Remark") == ["=1+1", "007", None]

    def test_a_row_typed_into_a_spare_line_gets_its_key(self) -> None:
        backend = self.build(till(THREE))
        person = self.person(backend)
        for at, value in ((CUSTOMER, "Dee"), (AMOUNT, 3.0), (OPENED, 46345.0)):
            person.type("Cases", 4, at, value)
        patch = update(backend)
        assert not patch.appends
        parsed = opened(self.again(backend))
        assert rows(parsed, "Case", "Customer", "Net")[3][:2] == ("RF-004", "Dee")
        assert column(parsed, "Net")[3] == pytest.approx(2.4)
        assert planned(backend)[0].empty

    def test_stamps_are_written_and_cleared(self) -> None:
        backend = self.build(till(THREE))
        self.person(backend).type("Cases", 1, AMOUNT, "a lot")
        update(backend)
        assert column(opened(backend), "Check")[0]
        self.person(backend).type("Cases", 1, AMOUNT, 5.0)
        update(backend)
        assert column(opened(backend), "Check") == [None, None, None]

    @pytest.mark.parametrize("text", LOOKALIKES)
    def test_text_stays_text(self, text: str) -> None:
        backend = self.build(till({**THREE, "Remark": [text, None, None]}))
        assert column(opened(backend), "Remark")[0] == text
        update(backend, {"Cases": {"Customer": [text], "Amount": [1.0], "Opened On": [46340.0], "Remark": [text]}})
        parsed = opened(self.again(backend))
        assert rows(parsed, "Customer", "Remark")[3] == (text, text)
        assert self.sheet(backend, "Cases").formula(4, REMARK) is None

    @pytest.mark.parametrize("value", [0.1, -3.0, 123456789.25, 1e-9, 0.30000000000000004, True, False])
    def test_values_keep_their_type_and_every_digit(self, value: CellValue) -> None:
        backend = self.build(till(THREE))
        patch = self.cells(backend, [(1, REMARK, value)])
        backend.patch(patch, opened_layout(backend, self))
        found = self.sheet(backend, "Cases").value(1, REMARK)
        assert (found, type(found)) == (value, type(value))

    def test_an_error_is_a_value(self) -> None:
        backend = self.build(till(THREE))
        self.person(backend).enter("Cases", 1, REMARK, "=NA()", NA)
        assert self.sheet(backend, "Cases").value(1, REMARK) == NA
        assert column(opened(backend), "Remark")[0] == NA

    def test_a_blank_box_is_neither_ticked_nor_unticked(self) -> None:
        backend = self.build(till(THREE))
        assert self.sheet(backend, "Cases").value(3, GIFT) is None
        assert self.sheet(backend, "Cases").value(4, GIFT) is None
        update(backend, {"Cases": {"Customer": ["Dee"], "Amount": [1.0], "Opened On": [46340.0]}})
        assert column(opened(backend), "Gift") == [True, False, None, None]

    def test_new_rows_go_into_the_spare_lines_first(self) -> None:
        backend = self.build(till(THREE))
        patch = update(backend, {"Cases": {name: values[:2] for name, values in MORE.items()}})
        assert not patch.appends
        parsed = opened(self.again(backend))
        assert column(parsed, "Customer") == ["Ann", "Bob", "Cid", "Dee", "Eve"]
        assert column(parsed, "Case") == [f"RF-{n:03}" for n in range(1, 6)]
        assert column(parsed, "Age") == [8.0, 7.0, 6.0, 2.0, 2.0]

    def test_the_table_grows_when_the_spare_lines_are_used_up(self) -> None:
        backend = self.build(till(THREE))
        patch = update(backend, {"Cases": MORE})
        assert len(patch.appends) == 1
        parsed = opened(self.again(backend))
        assert parsed.ledger.problems == ()
        assert column(parsed, "Customer") == ["Ann", "Bob", "Cid", "Dee", "Eve", "Fay", "Gus"]
        assert column(parsed, "Case") == [f"RF-{n:03}" for n in range(1, 8)]
        assert column(parsed, "Same Reason") == [3.0, 3.0, 3.0, 3.0, 3.0, 0.0, 3.0]
        assert column(parsed, "Net")[6] == pytest.approx(3.2)
        assert parsed.ledger.names["All_Cases"] == 7
        assert column(parsed, "Number", "By_Reason")[:2] == [3.0, 3.0]
        assert len(parsed.places["Cases"].spare_rows) == 2
        assert planned(backend)[0].empty

    def test_a_table_grows_again_and_again(self) -> None:
        backend = self.build(till(THREE))
        for _ in range(3):
            update(backend, {"Cases": MORE})
        parsed = opened(self.again(backend))
        assert parsed.ledger.problems == ()
        assert column(parsed, "Customer") == ["Ann", "Bob", "Cid", *["Dee", "Eve", "Fay", "Gus"] * 3]
        assert parsed.ledger.names["All_Cases"] == 15
        assert planned(backend)[0].empty

    def test_a_table_whose_last_line_a_person_filled_grows_too(self) -> None:
        """Where the new rows stand is the program's affair; every row keeps its values and gets its key."""
        backend = self.build(till(THREE))
        person = self.person(backend)
        for row in (4, 5):
            for at, value in ((CUSTOMER, f"Own {row}"), (AMOUNT, float(row)), (OPENED, 46345.0), (REASON, "Late")):
                person.type("Cases", row, at, value)
        update(backend, {"Cases": MORE})
        parsed = opened(self.again(backend))
        assert parsed.ledger.problems == ()
        assert rows(parsed, "Customer", "Amount") == [
            ("Ann", 10.0),
            ("Bob", 25.5),
            ("Cid", 7.25),
            ("Own 4", 4.0),
            ("Own 5", 5.0),
            *zip(MORE["Customer"], MORE["Amount"], strict=True),
        ]
        assert sorted(map(str, column(parsed, "Case"))) == [f"RF-{n:03}" for n in range(1, 10)]
        assert parsed.ledger.names["All_Cases"] == 9
        assert planned(backend)[0].empty

    def test_two_tables_grow_by_one_patch(self) -> None:
        backend = self.build(till(THREE, {"Case": ["RF-001"]}))
        update(backend, {"Cases": MORE, "Log": {"Case": ["RF-002", "RF-003", "RF-007"]}})
        parsed = opened(self.again(backend))
        assert parsed.ledger.problems == ()
        assert len(column(parsed, "Case")) == 7
        assert rows(parsed, "Case", "Of Case", table="Log") == [
            ("RF-001", 10.0),
            ("RF-002", 25.5),
            ("RF-003", 7.25),
            ("RF-007", 4.0),
        ]
        assert planned(backend)[0].empty

    def test_an_empty_table_takes_its_first_rows(self) -> None:
        backend = self.build(till())
        update(backend, {"Cases": THREE})
        parsed = opened(self.again(backend))
        assert parsed.ledger.problems == ()
        assert column(parsed, "Case") == ["RF-001", "RF-002", "RF-003"]
        assert column(parsed, "Remark") == list(THREE["Remark"])
        assert column(parsed, "Same Reason") == [2.0, 1.0, 2.0]

    def test_rows_that_a_person_sorted_keep_together(self) -> None:
        backend = self.build(till(THREE))
        self.person(backend).sort("Cases", range(1, 4), range(WIDTH), CUSTOMER, down=True)
        update(backend, {"Cases": {name: values[:1] for name, values in MORE.items()}})
        parsed = opened(self.again(backend))
        assert parsed.ledger.problems == ()
        assert column(parsed, "Customer") == ["Cid", "Bob", "Ann", "Dee"]
        assert column(parsed, "Case") == ["RF-003", "RF-002", "RF-001", "RF-004"]
        assert column(parsed, "Net") == pytest.approx([5.8, 20.4, 8.0, 0.8])

    def test_an_inserted_column_moves_what_is_written(self) -> None:
        backend = self.build(till(THREE))
        person = self.person(backend)
        person.insert_column("Cases", AMOUNT)
        person.type("Cases", 0, AMOUNT, "Phone")
        person.type("Cases", 1, AMOUNT, "0171")
        update(backend, {"Cases": MORE})
        parsed = opened(self.again(backend))
        assert parsed.ledger.problems == ()
        assert parsed.places["Cases"].extra == {"Phone": AMOUNT}
        assert column(parsed, "Amount") == [10.0, 25.5, 7.25, 1.0, 2.0, 3.0, 4.0]
        assert column(parsed, "Net")[3] == pytest.approx(0.8)
        assert self.sheet(backend, "Cases").value(1, AMOUNT) == "0171"

    def test_a_renamed_tab_is_found_and_written(self) -> None:
        backend = self.build(till(THREE))
        self.person(backend).rename("Cases", "Mine, all 'mine'")
        update(backend, {"Cases": MORE})
        parsed = opened(self.again(backend))
        assert column(parsed, "Customer") == ["Ann", "Bob", "Cid", "Dee", "Eve", "Fay", "Gus"]
        assert column(parsed, "Same Reason")[0] == 3.0
        assert parsed.ledger.names["All_Cases"] == 7
        assert planned(backend)[0].empty

    def test_a_renamed_header_is_found_and_left_as_it_is(self) -> None:
        backend = self.build(till(THREE))
        self.person(backend).type("Cases", 0, CUSTOMER, "Customers")
        update(backend, {"Cases": MORE})
        parsed = opened(self.again(backend))
        assert [problem.code for problem in parsed.ledger.problems] == ["header-renamed"]
        assert column(parsed, "Customer") == ["Ann", "Bob", "Cid", "Dee", "Eve", "Fay", "Gus"]
        assert self.sheet(backend, "Cases").value(0, CUSTOMER) == "Customers"

    def test_a_persons_formula_and_notes_beside_the_table_survive(self) -> None:
        backend = self.build(till(THREE))
        person = self.person(backend)
        person.enter("Cases", 2, AMOUNT, "=5*5", 25.0)
        person.type("Cases", 1, WIDTH + 2, "call her back")
        update(backend, {"Cases": MORE})
        sheet = self.sheet(backend, "Cases")
        assert sheet.formula(2, AMOUNT) == "5*5"
        assert sheet.value(1, WIDTH + 2) == "call her back"

    def test_a_formula_typed_over_is_written_again(self) -> None:
        backend = self.build(till(THREE))
        self.person(backend).type("Cases", 2, NET, 99.0)
        update(backend)
        parsed = opened(self.again(backend))
        assert column(parsed, "Net") == pytest.approx([8.0, 20.4, 5.8])
        assert parsed.ledger.problems == ()

    def test_a_workbook_that_changed_meanwhile_is_not_written(self) -> None:
        backend = self.build(till(THREE))
        patch, parsed = planned(backend, {"Cases": MORE})
        self.person(backend).type("Cases", 4, CUSTOMER, "Somebody was quicker")
        with pytest.raises(FileMoved):
            backend.patch(patch, parsed.layout)
        now = opened(self.again(backend))
        assert "Dee" not in column(now, "Customer")
        assert now.ledger.names["Grace"] == 3.0

    def test_rows_that_moved_meanwhile_are_not_written(self) -> None:
        backend = self.build(till(THREE))
        self.person(backend).type("Cases", 3, AMOUNT, "a lot")
        patch, parsed = planned(backend)
        assert patch.cells
        self.person(backend).insert_row("Cases", 2)
        with pytest.raises(FileMoved):
            backend.patch(patch, parsed.layout)
        assert not any(column(opened(self.again(backend)), "Check"))

    def test_a_second_patch_from_the_same_reading_is_refused(self) -> None:
        backend = self.build(till(THREE))
        patch, parsed = planned(backend, {"Cases": MORE})
        assert backend.patch(patch, parsed.layout) != patch.revision
        with pytest.raises(FileMoved):
            backend.patch(patch, parsed.layout)
        assert len(column(opened(backend), "Customer")) == 7

    @pytest.mark.parametrize("value", [float("nan"), float("inf"), "x" * 60_000], ids=["NaN", "infinity", "too long"])
    def test_what_no_cell_can_hold_is_refused_and_nothing_is_written(self, value: CellValue) -> None:
        backend = self.build(till(THREE))
        layout = opened_layout(backend, self)
        patch = self.cells(backend, [(1, CUSTOMER, "Anna"), (2, REMARK, value)])
        with pytest.raises(PatchRefused) as refused:
            backend.patch(patch, layout)
        assert [problem.cell for problem in refused.value.problems] == ["G3"]
        assert column(opened(self.again(backend)), "Customer") == ["Ann", "Bob", "Cid"]

    @pytest.mark.parametrize(
        ("sheet", "table", "columns"),
        [
            ("Nowhere", "Cases", ["Customer"]),
            ("Cases", "Nothing", ["Customer"]),
            ("Steps", "Cases", ["Customer"]),
            ("Cases", "Cases", ["Customer", "Shoe size"]),
        ],
        ids=["sheet", "table", "table of another sheet", "column"],
    )
    def test_rows_for_what_is_not_there_are_refused(self, sheet: str, table: str, columns: list[str]) -> None:
        backend = self.build(till(THREE))
        parsed = opened(backend)
        append = TableAppend(sheet, table, 1, {name: ["x"] for name in columns})
        with pytest.raises(PatchRefused):
            backend.patch(Patch(parsed.revision, {}, (append,)), parsed.layout)
        assert column(opened(self.again(backend)), "Customer") == ["Ann", "Bob", "Cid"]

    def test_a_cell_of_a_sheet_that_is_not_there_is_refused(self) -> None:
        backend = self.build(till(THREE))
        parsed = opened(backend)
        part = SheetPatch([0], [0], ["x"], [None], [""])
        with pytest.raises(PatchRefused):
            backend.patch(Patch(parsed.revision, {"Nowhere": (part,)}), parsed.layout)

    def test_a_tab_is_added_behind_all_others(self) -> None:
        backend = self.build(till(THREE))
        grid, first = backend.read(), self.cells(backend, [(1, REMARK, "seen")])
        backend.patch(replace(first, added=(tab("Notes"), tab("More"))), notes(opened_layout(backend, self)))
        after = self.again(backend).read()
        assert [sheet.name for sheet in after.sheets] == [*(sheet.name for sheet in grid.sheets), "Notes", "More"]
        for name in ("Notes", "More"):
            sheet = self.sheet(backend, name)
            assert [sheet.value(row, 0) for row in range(3)] == ["Say", "=1+1", " x\ny "]
            assert [sheet.value(row, 1) for row in range(3)] == ["Answer", None, 46346.0]
            assert sheet.formulas == {}
        assert opened(self.again(backend)).ledger.problems == ()
        assert column(opened(self.again(backend)), "Remark")[0] == "seen"
        assert planned(backend)[0].empty

    def test_an_added_tab_is_written_like_any_other(self) -> None:
        backend = self.build(till(THREE))
        backend.patch(Patch(backend.read().revision, added=(tab("Notes"),)), notes(opened_layout(backend, self)))
        self.person(backend).type("Notes", 1, 1, "keep")
        part = SheetPatch([1, 2], [0, 1], ["no", None], [None, None], ["", ""])
        again = self.again(backend)
        again.patch(Patch(again.read().revision, {"Notes": (part,)}), Layout())
        sheet = self.sheet(backend, "Notes")
        assert [sheet.value(1, 0), sheet.value(1, 1), sheet.value(2, 1)] == ["no", "keep", None]

    @pytest.mark.parametrize("name", ["Cases", "cases", "_sheetkit"])
    def test_a_tab_whose_name_is_taken_is_refused(self, name: str) -> None:
        backend = self.build(till(THREE))
        patch = self.cells(backend, [(1, REMARK, "seen")])
        with pytest.raises(PatchRefused):
            backend.patch(replace(patch, added=(tab(name),)), notes(opened_layout(backend, self)))
        assert column(opened(self.again(backend)), "Remark")[0] == "=1+1"

    def test_a_tab_with_more_than_cells_is_refused(self) -> None:
        backend = self.build(till(THREE))
        charted = replace(tab("Notes"), merges=((0, 0, 0, 1),))
        with pytest.raises(PatchRefused):
            backend.patch(Patch(backend.read().revision, added=(charted,)), notes(opened_layout(backend, self)))
        assert backend.read().sheet("Notes") is None

    def test_a_patch_of_nothing_is_no_change(self) -> None:
        backend = self.build(till(THREE))
        grid = backend.read()
        backend.patch(Patch(grid.revision), parse(TILL, grid).layout)
        assert column(opened(self.again(backend)), "Customer") == ["Ann", "Bob", "Cid"]

    def test_a_rehearsal_leaves_the_workbook_alone(self) -> None:
        backend = self.build(till(THREE))
        with backend.rehearsal() as copy:
            update(copy, {"Cases": MORE})
            assert len(column(opened(copy), "Customer")) == 7
        assert len(column(opened(backend), "Customer")) == 3

    def test_it_says_what_it_is(self) -> None:
        backend = self.build(till(ONE))
        assert backend.label
        assert backend.name
        assert isinstance(backend.computes, bool)
        with backend.exclusive():
            assert column(opened(backend), "Customer") == ["Ann"]

    def cells(self, backend: Backend, cells: Sequence[tuple[int, int, CellValue]]) -> Patch:
        """A patch of plain values on the Cases tab."""
        at, columns, values = zip(*cells, strict=True)
        part = SheetPatch(at, columns, values, [None] * len(at), [""] * len(at), "Cases")
        return Patch(backend.read().revision, {"Cases": (part,)})


def tab(name: str) -> Sheet:
    """A small tab with a dropdown and a flag."""
    head = Block(0, 0, (CellColumn(["Say"], Style("header")), CellColumn(["Answer"], Style("header"))))
    says, answers = (
        CellColumn(["=1+1", " x\ny "], Style(wrap=True)),
        CellColumn([None, 46346.0], Style("input", "yyyy-mm-dd")),
    )
    choices = Validation(1, 1, 2, 1, "list", ("keep", "drop"), strict=False, message="Choose or type.")
    flag = FlagRule(1, 1, 2, 1, Binary("<>", ThisRow("Say"), Text("")), "notice", table="Notes")
    return Sheet(
        name, (head, Block(1, 0, (says, answers))), (), (choices,), (flag,), widths={0: 30.0}, freeze=(1, 0),
        tab_colour="setup",
    )  # fmt: skip


def notes(layout: Layout) -> Layout:
    """The layout with the rows of that tab."""
    return replace(layout, tables={**layout.tables, "Notes": TablePlace("Notes", 1, 2, {"Say": 0, "Answer": 1})})


def opened_layout(backend: Backend, contract: Contract) -> Layout:
    """Where everything lies."""
    return opened(contract.again(backend)).layout


__all__ = ["NOW", "Contract"]
