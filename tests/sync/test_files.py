"""Two .xlsx files kept in step: what each edit on one side, or on both, becomes on the other."""

import json
from pathlib import Path
from typing import Any

import pytest

import sheetkit
from sheetkit.app.status import status
from sheetkit.app.syncing import sync
from sheetkit.backends.excel.read import read
from sheetkit.core.errors import FileBusy, FileMissing
from sheetkit.report.syncing import MOST_LINES, ConflictLine, sync_lines
from sheetkit.sync.run import SyncStopped
from tests.oracles.libreoffice import recalculate
from tests.sync.desk import DAY, LIBRARY, Desk, cell, delete, edit, rows_of, table


def test_edits_on_both_sides_come_to_the_other(desk: Desk) -> None:
    edit(desk.local, "Books", "N-1", {"Price": 11.0})
    edit(desk.remote, "Books", "T-1", {"Author": "Moor", "Price": None})
    done = desk.sync()
    assert done.clean
    assert desk.in_step()
    assert cell(desk.remote, "Books", "N-1", "Price") == 11
    assert cell(desk.local, "Books", "T-1", "Author") == "Moor"
    assert cell(desk.local, "Books", "T-1", "Price") is None


def test_i2_after_a_quiet_run_both_say_the_same(desk: Desk) -> None:
    edit(desk.local, "Books", "N-1", {"Price": 11.0, "Author": None})
    edit(desk.local, "Readers", "", {"Reader Name": "Di"})
    delete(desk.local, "Books", "C-1")
    edit(desk.remote, "Books", "T-1", {"Shelf Mark": "T-2"})
    edit(desk.remote, "Loans", "", {"Book": "N-2", "Reader": "R002", "Lent On": 46330.0})
    sheetkit.patch_xlsx(desk.remote, {("Settings", "B4"): 14, ("Lists", "A7"): "Poems"})
    assert not desk.in_step()
    assert not desk.sync().waiting
    assert desk.in_step()
    for name in ("Books", "Readers", "Loans"):
        assert rows_of(desk.local, name) == rows_of(desk.remote, name)


def test_i4_keys_are_unique_and_no_copied_or_new_row_is_dropped(desk: Desk) -> None:
    for path in (desk.local, desk.remote):
        edit(path, "Readers", "", {"Card": "R001", "Reader Name": f"copied in {path.stem}"})
        edit(path, "Readers", "", {"Card": "R004", "Reader Name": f"new in {path.stem}"})
        edit(path, "Readers", "", {"Card": "r004 ", "Reader Name": f"twice in {path.stem}"})
    desk.sync()
    assert desk.in_step()
    new = [f"{what} in {path.stem}" for path in (desk.local, desk.remote) for what in ("copied", "new", "twice")]
    for path in (desk.local, desk.remote):
        rows = rows_of(path, "Readers")
        cards = [str(row["Card"]).strip().casefold() for row in rows]
        assert len(set(cards)) == len(cards) == 9
        assert sorted(str(row["Reader Name"]) for row in rows) == sorted(["Ann", "Bob", "Cy", *new])
        assert cell(path, "Readers", "R001", "Reader Name") == "Ann"


def test_i3_a_further_run_writes_nothing(desk: Desk) -> None:
    edit(desk.local, "Books", "N-1", {"Price": 11.0})
    desk.sync()
    before = desk.local.read_bytes(), desk.remote.read_bytes()
    assert not desk.sync().wrote
    assert (desk.local.read_bytes(), desk.remote.read_bytes()) == before


def test_new_rows_of_both_sides_get_keys_and_their_formulas(desk: Desk) -> None:
    edit(desk.local, "Readers", "", {"Reader Name": "Di"})
    edit(desk.remote, "Readers", "", {"Reader Name": "Eve"})
    desk.sync()
    assert desk.in_step()
    names = {row["Card"]: str(row["Reader Name"]) for row in rows_of(desk.remote, "Readers")}
    assert sorted(names.values()) == ["Ann", "Bob", "Cy", "Di", "Eve"]
    assert len(names) == 5
    assert rows_of(desk.local, "Readers")[-1]["Books Out"] == 0


def test_more_new_rows_than_spare_ones_grow_the_table(desk: Desk) -> None:
    for path in (desk.local, desk.remote):
        cells = {("Readers", f"B{5 + number}"): f"{path.stem} {number}" for number in range(30)}
        sheetkit.patch_xlsx(path, cells)
    desk.sync()
    assert desk.in_step()
    for path in (desk.local, desk.remote):
        assert table(path, "Readers").height == 63
        assert len({row["Card"] for row in rows_of(path, "Readers")}) == 63
        assert rows_of(path, "Readers")[-1]["Books Out"] == 0


def test_a_deleted_row_leaves_a_blank_row_that_is_used_again(desk: Desk) -> None:
    delete(desk.local, "Books", "C-1")
    desk.sync()
    assert [row["Shelf Mark"] for row in rows_of(desk.remote, "Books")] == ["N-1", "T-1", "N-2"]
    sheet = read(desk.remote).sheet("Books")
    assert sheet
    assert [sheet.value(3, column) for column in range(3)] == [None, None, None]
    assert sheet.formula(3, 8) is not None
    edit(desk.local, "Books", "", {"Shelf Mark": "S-9", "Book Title": "Stars", "Shelf": "Science"})
    desk.sync()
    assert desk.in_step()


def test_edit_against_delete_keeps_the_edit(desk: Desk) -> None:
    delete(desk.local, "Books", "C-1")
    edit(desk.remote, "Books", "C-1", {"Price": 5.5})
    done = desk.sync()
    assert [conflict.kind for conflict in done.conflicts] == ["delete-kept"]
    assert done.clean
    assert cell(desk.local, "Books", "C-1", "Price") == 5.5


def test_a_conflict_waits_on_both_sides_until_somebody_settles_it(desk: Desk) -> None:
    edit(desk.local, "Books", "N-1", {"Price": 10.0})
    edit(desk.remote, "Books", "N-1", {"Price": 11.0})
    done = desk.sync()
    assert [(c.key, c.column, c.before, c.local, c.remote) for c in done.waiting] == [("N-1", "Price", 9.5, 10, 11)]
    assert (cell(desk.local, "Books", "N-1", "Price"), cell(desk.remote, "Books", "N-1", "Price")) == (10, 11)
    assert not desk.sync().wrote
    edit(desk.remote, "Books", "N-1", {"Price": 10.0})
    assert desk.sync().clean
    assert desk.in_step()


@pytest.mark.parametrize(("prefer", "price"), [("local", 10.0), ("remote", 11.0)])
def test_prefer_settles_conflicts(desk: Desk, prefer: str, price: float) -> None:
    edit(desk.local, "Books", "N-1", {"Price": 10.0})
    edit(desk.remote, "Books", "N-1", {"Price": 11.0})
    done = desk.sync(prefer=prefer)
    assert done.clean
    assert {cell(path, "Books", "N-1", "Price") for path in (desk.local, desk.remote)} == {price}
    assert [conflict.kind for conflict in done.conflicts] == ["settled"]


def test_the_order_of_the_two_does_not_matter(desk: Desk) -> None:
    edit(desk.local, "Books", "N-1", {"Price": 10.0})
    edit(desk.remote, "Books", "N-1", {"Price": 11.0})
    desk.local, desk.remote = desk.remote, desk.local
    done = desk.sync(prefer="local")
    assert not done.first
    assert [(c.local, c.remote) for c in done.conflicts] == [(11, 10)]
    assert {cell(path, "Books", "N-1", "Price") for path in (desk.local, desk.remote)} == {11.0}


def test_i1_a_lost_state_makes_conflicts_and_no_losses(desk: Desk) -> None:
    edit(desk.local, "Books", "N-1", {"Price": 10.0})
    edit(desk.remote, "Books", "T-1", {"Author": "Moor"})
    for file in desk.state.iterdir():
        file.unlink()
    done = desk.sync()
    assert [(conflict.key, conflict.column) for conflict in done.waiting] == [("N-1", "Price")]
    assert cell(desk.local, "Books", "T-1", "Author") == "Moor"


def test_i1_a_restored_old_copy_undoes_nothing(desk: Desk) -> None:
    old = desk.local.read_bytes()
    edit(desk.remote, "Books", "N-1", {"Price": 11.0})
    desk.sync()
    desk.local.write_bytes(old)
    done = desk.sync()
    assert cell(desk.remote, "Books", "N-1", "Price") == 11
    assert [(conflict.column, conflict.local, conflict.remote) for conflict in done.waiting] == [("Price", 9.5, 11)]


def test_settings_and_list_entries_come_over(desk: Desk) -> None:
    sheetkit.patch_xlsx(desk.local, {("Settings", "B4"): 14, ("Lists", "A7"): "Poems"})
    sheetkit.patch_xlsx(desk.remote, {("Lists", "A7"): "Maps", ("Lists", "B2"): "Like New"})
    desk.sync()
    grid = read(desk.remote)
    settings, lists = grid.sheet("Settings"), grid.sheet("Lists")
    assert settings
    assert lists
    assert settings.value(3, 1) == 14
    assert sorted(str(lists.value(row, 0)) for row in (6, 7)) == ["Maps", "Poems"]
    assert read(desk.local).sheet("Lists").value(1, 1) == "Like New"  # type: ignore[union-attr]
    assert desk.in_step()


def test_a_persons_own_formula_stays_and_its_value_comes_over(desk: Desk) -> None:
    sheetkit.patch_xlsx(desk.local, {("Books", "F2"): sheetkit.Formula("=4*3", cached=12)})
    desk.sync()
    assert read(desk.local).sheet("Books").formula(1, 5) == "4*3"  # type: ignore[union-attr]
    assert cell(desk.remote, "Books", "N-1", "Price") == 12
    edit(desk.remote, "Books", "N-1", {"Price": 13.0})
    done = desk.sync()
    assert [conflict.kind for conflict in done.waiting] == ["formula"]
    assert read(desk.local).sheet("Books").formula(1, 5) == "4*3"  # type: ignore[union-attr]


def test_i9_a_side_that_lost_its_rows_stops_the_sync(desk: Desk) -> None:
    for key in ("N-1", "T-1", "C-1"):
        delete(desk.local, "Books", key)
    before = desk.local.read_bytes(), desk.remote.read_bytes()
    with pytest.raises(SyncStopped, match="3 of 4 in Books"):
        desk.sync()
    assert (desk.local.read_bytes(), desk.remote.read_bytes()) == before
    assert desk.sync(max_delete=100).clean
    assert [row["Shelf Mark"] for row in rows_of(desk.remote, "Books")] == ["N-2"]


def test_a_file_is_made_from_the_first(desk: Desk, tmp_path: Path) -> None:
    third = tmp_path / "third.xlsx"
    with pytest.raises(SyncStopped):
        desk.sync(remote=third, dry_run=True)
    done = desk.sync(remote=third)
    assert done.created
    assert done.clean
    edit(third, "Books", "N-1", {"Price": 30.0})
    assert desk.sync(remote=third).clean
    assert cell(desk.local, "Books", "N-1", "Price") == 30


def test_the_partner_is_remembered(desk: Desk) -> None:
    edit(desk.remote, "Books", "N-1", {"Price": 30.0})
    assert desk.sync(remote=None).clean
    assert cell(desk.local, "Books", "N-1", "Price") == 30


def test_strangers_are_joined_only_when_asked(desk: Desk, tmp_path: Path) -> None:
    other = tmp_path / "other.xlsx"
    sheetkit.build(LIBRARY, other, as_of=DAY, workbook_id="other")
    edit(other, "Books", "", {"Shelf Mark": "N-1", "Book Title": "Emma", "Author": "Jane Austen", "Shelf": "Novels"})
    with pytest.raises(SyncStopped, match="no copy"):
        desk.sync(remote=other)
    done = desk.sync(remote=other, join=True)
    assert [(c.key, c.column, c.local, c.remote) for c in done.waiting] == [("N-1", "Author", "Austen", "Jane Austen")]
    assert table(other, "Books").height == 4
    assert cell(other, "Books", "N-1", "Price") == 9.5


def test_another_template_stops_the_sync(desk: Desk, tmp_path: Path) -> None:
    other = tmp_path / "other.xlsx"
    sheetkit.build("refund-log", other, as_of=DAY)
    with pytest.raises(SyncStopped, match="different templates: library-loans 3 and refund-log 1") as stopped:
        desk.sync(remote=other)
    assert "not the one that was meant" in stopped.value.advice


def test_another_version_of_the_template_stops_the_sync(desk: Desk, tmp_path: Path) -> None:
    text = (LIBRARY / "template.yaml").read_text(encoding="utf-8")
    newer, other = tmp_path / "newer.yaml", tmp_path / "other.xlsx"
    newer.write_text(text.replace("version: 3", "version: 4"), encoding="utf-8")
    sheetkit.build(newer, other, as_of=DAY, workbook_id="library")
    before = desk.local.read_bytes(), other.read_bytes()
    with pytest.raises(SyncStopped, match="different templates: library-loans 3 and library-loans 4") as stopped:
        desk.sync(remote=other)
    assert "from the newer template" in stopped.value.advice
    assert (desk.local.read_bytes(), other.read_bytes()) == before


def test_a_file_that_is_open_elsewhere_stops_the_sync(desk: Desk) -> None:
    edit(desk.local, "Books", "N-1", {"Price": 10.0})
    desk.remote.with_name(f"~${desk.remote.name}").write_bytes(b"")
    with pytest.raises(FileBusy):
        desk.sync()
    desk.remote.with_name(f"~${desk.remote.name}").unlink()
    assert desk.sync().clean
    assert desk.in_step()


def test_a_dry_run_writes_nothing_and_tells_the_same(desk: Desk) -> None:
    edit(desk.local, "Readers", "", {"Reader Name": "Di"})
    edit(desk.local, "Loans", str(rows_of(desk.local, "Loans")[0]["Loan"]), {"Lent On": 46330.0})
    edit(desk.remote, "Books", "N-1", {"Price": 10.0})
    delete(desk.remote, "Books", "C-1")
    before = desk.local.read_bytes(), desk.remote.read_bytes()
    planned = desk.sync(dry_run=True)
    assert (desk.local.read_bytes(), desk.remote.read_bytes()) == before
    done = desk.sync()
    assert planned.changes == done.changes
    assert done.plan is None


def test_a_dry_run_tells_every_change_as_a_table_and_as_json(desk: Desk) -> None:
    loan = str(rows_of(desk.local, "Loans")[0]["Loan"])
    edit(desk.local, "Readers", "", {"Reader Name": "Di"})
    edit(desk.local, "Loans", loan, {"Lent On": 46330.0})
    edit(desk.remote, "Books", "N-1", {"Price": 10.0})
    done = desk.sync(dry_run=True)
    plan = json.loads(json.dumps(done.as_dict()))["plan"]
    names = ("action", "tab", "key", "column", "before", "after")
    assert [tuple(change[name] for name in names) for change in plan["to_local"]] == [
        ("change", "Books", "N-1", "Price", 9.5, 10.0),
        ("key", "Readers", "R004", "Card", None, "R004"),
    ]
    assert [tuple(change[name] for name in names) for change in plan["to_remote"]] == [
        ("add", "Readers", "R004", "", None, {"Reader Name": "Di"}),
        ("change", "Loans", loan, "Lent On", 46328.0, 46330.0),
    ]
    assert done.plan
    said = sync_lines(
        ("here", "there"), [c.counts for c in done.changes], done.told, created="", first=False, dry_run=True,
        plan=done.plan.lines,
    )  # fmt: skip
    assert [" ".join(line.split()) for line in said] == [
        "Nothing was written; this is what a sync would do:",
        "here: 2 cells changed.",
        "What Where Before After",
        "change Books N-1 Price 9.5 10",
        "key Readers R004 Card R004",
        "",
        "there: 1 row added, 1 cell changed.",
        "What Where Before After",
        "add Readers R004 Reader Name: Di",
        f"change Loans {loan} Lent On 2026-11-02 2026-11-04",
        "",
        "The two would be in step then.",
    ]


def test_what_becomes_of_keys_is_told_by_the_run_that_does_it_too(desk: Desk) -> None:
    for path, who in ((desk.local, "Di"), (desk.remote, "Eve")):
        edit(path, "Readers", "", {"Reader Name": who})
        sheetkit.update(path, as_of=DAY)
    planned, done = desk.sync(dry_run=True), desk.sync()
    assert [one.kind for one in planned.conflicts] == ["re-keyed"]
    assert [(one.kind, one.key) for one in done.conflicts] == [(one.kind, one.key) for one in planned.conflicts]


def test_the_same_file_twice_is_refused(desk: Desk) -> None:
    with pytest.raises(SyncStopped, match="one and the same"):
        desk.sync(remote=desk.local)


def test_status_tells_what_is_new_and_what_waits(desk: Desk) -> None:
    edit(desk.local, "Books", "N-1", {"Price": 10.0})
    edit(desk.remote, "Books", "N-1", {"Price": 11.0})
    desk.sync()
    edit(desk.remote, "Books", "T-1", {"Author": "Moor"})
    edit(desk.local, "Readers", "", {"Reader Name": "Di"})
    for path, prices in ((desk.local, ("10.00", "11.00")), (desk.remote, ("11.00", "10.00"))):
        (pair,) = status(path, as_of=DAY, state=desk.state).pairs
        assert pair.synced == "2026-11-22"
        assert not pair.unfinished
        assert [(one.place, one.before, one.local, one.remote) for one in pair.conflicts] == [
            ("Books N-1 Price", "9.50", *prices)
        ]
    here, there = status(desk.local, as_of=DAY, state=desk.state).pairs[0].changed
    assert here
    assert there
    assert (here["added"], here["changed"], there["added"], there["changed"]) == (1, 0, 0, 2)
    assert status(desk.local, as_of=DAY, state=desk.state.parent / "none").pairs == ()


def test_status_tells_what_the_next_sync_will_ask(desk: Desk) -> None:
    edit(desk.local, "Books", "N-1", {"Price": 10.0})
    edit(desk.remote, "Books", "N-1", {"Price": 11.0})
    edit(desk.local, "Books", "C-1", {"Price": 3.0})
    delete(desk.remote, "Books", "C-1")
    for path, prices in ((desk.local, ("10.00", "11.00")), (desk.remote, ("11.00", "10.00"))):
        (pair,) = status(path, as_of=DAY, state=desk.state).pairs
        assert pair.conflicts == ()
        assert {(one.kind, one.place) for one in pair.coming} == {
            ("edited", "Books N-1 Price"),
            ("delete-kept", "Books C-1"),
        }
        assert [(one.local, one.remote) for one in pair.coming if one.waiting] == [prices]
    desk.sync()
    (pair,) = status(desk.local, as_of=DAY, state=desk.state).pairs
    assert (len(pair.conflicts), pair.coming) == (1, ())


def test_status_says_why_it_cannot_tell(desk: Desk) -> None:
    desk.remote.unlink()
    (pair,) = status(desk.local, as_of=DAY, state=desk.state).pairs
    assert pair.why == "There is no such file."
    assert json.dumps(status(desk.local, as_of=DAY, state=desk.state).as_dict())


def test_a_file_made_from_a_workbook_of_another_pair_leaves_that_pair_as_it_is(desk: Desk, tmp_path: Path) -> None:
    third = tmp_path / "third.xlsx"
    desk.sync(remote=third)
    edit(desk.local, "Books", "N-1", {"Price": 30.0})
    assert desk.sync(remote=third).clean
    edit(desk.remote, "Books", "T-1", {"Price": 31.0})
    edit(desk.local, "Books", "N-1", {"Price": 32.0})
    done = desk.sync()
    assert done.clean
    assert not done.first
    assert desk.in_step()
    assert {labels for pair in status(desk.local, as_of=DAY, state=desk.state).pairs for labels in [pair.other]} == {
        str(desk.remote),
        str(third),
    }


def test_the_first_file_is_made_from_the_second(desk: Desk, tmp_path: Path) -> None:
    third = tmp_path / "third.xlsx"
    with pytest.raises(SyncStopped):
        sync(third, desk.local, as_of=DAY, pair=lambda: "new", state=desk.state, dry_run=True)
    done = sync(third, desk.local, as_of=DAY, pair=lambda: "new", state=desk.state)
    assert (done.created, done.clean) == (str(third), True)
    edit(third, "Books", "N-1", {"Price": 30.0})
    assert sync(third, as_of=DAY, pair=lambda: "newer", state=desk.state).clean
    assert cell(desk.local, "Books", "N-1", "Price") == 30


def test_a_file_that_is_gone_is_made_anew_in_its_old_pair(desk: Desk) -> None:
    edit(desk.remote, "Books", "N-1", {"Price": 30.0})
    desk.local.unlink()
    done = desk.sync()
    assert (done.created, done.first) == (str(desk.local), False)
    assert desk.in_step()
    assert cell(desk.local, "Books", "N-1", "Price") == 30


def test_of_two_files_that_are_not_there_none_is_made(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        sync(tmp_path / "a.xlsx", tmp_path / "b.xlsx", as_of=DAY, pair=lambda: "new", state=desk.state)
    with pytest.raises(FileMissing):
        sync(tmp_path / "a.xlsx", as_of=DAY, pair=lambda: "new", state=desk.state)


@pytest.mark.parametrize("typed", ["there.xlxs", "there.csv", "Our cases"])
@pytest.mark.parametrize("first", [False, True])
def test_a_mistyped_name_makes_no_file(desk: Desk, tmp_path: Path, typed: str, first: bool) -> None:
    new = tmp_path / typed
    both = (new, desk.local) if first else (desk.local, new)
    before = desk.local.read_bytes()
    with pytest.raises(FileMissing, match=r"There is no such file\. The name of a new workbook must end in \.xlsx"):
        sync(*both, as_of=DAY, pair=lambda: "new", state=desk.state)
    assert not new.exists()
    assert desk.local.read_bytes() == before


def test_of_several_partners_the_message_names_each_and_one_that_is_gone_does_not_count(
    desk: Desk, tmp_path: Path
) -> None:
    third = tmp_path / "third.xlsx"
    desk.sync(remote=third)
    with pytest.raises(SyncStopped, match=r"It is synced with 2 workbooks: .*there\.xlsx, .*third\.xlsx"):
        desk.sync(remote=None)
    third.unlink()
    assert desk.sync(remote=None).remote.endswith("there.xlsx")


def test_of_very_many_conflicts_the_first_are_shown_and_the_others_counted() -> None:
    def met(kind: Any, *, waiting: bool) -> list[ConflictLine]:
        return [ConflictLine(kind, f"Books {n}", "1", "2", "3", waiting=waiting) for n in range(MOST_LINES + 5)]

    conflicts = [*met("edited", waiting=True), *met("settled", waiting=False)]
    none = {"added": 0, "deleted": 0, "changed": 0}
    lines = sync_lines(("a", "b"), (none, none), conflicts, created="", first=False, dry_run=False)
    assert len(lines) < 2 * MOST_LINES + 12
    assert "So it is with 5 more, which the audit log lists." in lines
    assert "  and 5 more, which the tab and --json list" in lines
    assert "45 conflicts wait for you:" in lines


def test_saving_a_file_with_libreoffice_is_no_edit(tmp_path: Path) -> None:
    """It keeps ten decimals of a moment; of some 350 moments in the sample each differs a little then."""
    desk = Desk(tmp_path)
    sheetkit.build("refund-log", desk.local, as_of=DAY, sample=True, workbook_id="cases")
    desk.remote.write_bytes(desk.local.read_bytes())
    assert desk.sync().clean
    desk.local.write_bytes(recalculate(desk.local, tmp_path / "saved").read_bytes())
    done = desk.sync()
    assert [changes.counts for changes in done.changes] == [{"added": 0, "deleted": 0, "changed": 0}] * 2
    assert done.conflicts == ()
