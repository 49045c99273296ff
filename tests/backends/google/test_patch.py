"""A patch of a Google spreadsheet: what it sends, what it leaves alone, and what happens when something goes wrong."""

from collections.abc import Callable, Iterator
from datetime import UTC

import pytest

from sheetkit.backends.google import calls
from sheetkit.backends.google.backend import GoogleBackend, create
from sheetkit.backends.google.check import spilled
from sheetkit.backends.google.client import HTTPClient
from sheetkit.backends.google.errors import AnswerLost, GoogleError
from sheetkit.backends.google.known import Known
from sheetkit.backends.google.patch import PartlyWritten, apply
from sheetkit.backends.google.ranges import Json, cells
from sheetkit.backends.google.read import FIELDS, grid
from sheetkit.backends.google.read import parsed as read_answer
from sheetkit.backends.google.verify import NotAsWritten
from sheetkit.core.errors import FileMoved, PatchRefused
from sheetkit.emulator.server import Server
from sheetkit.workbook.patch import Patch
from tests.backends.contract import AMOUNT, CASE, CUSTOMER, MORE, NET, OPENED, REMARK, SAME, WIDTH, notes, tab
from tests.backends.google.people import GooglePerson
from tests.backends.google.reach import client
from tests.backends.till import NOW, THREE, Columns, column, opened, planned, rows, till, update

CASES = 102
"""The id of the Cases tab, the second of the workbook."""
ALL_ELSE = (
    "properties,namedRanges,sheets(properties,conditionalFormats,protectedRanges,charts,basicFilter,filterViews,tables,"
    "bandedRanges,merges,data(rowMetadata,columnMetadata,rowData.values(note,dataValidation,userEnteredFormat)))"
)
"""Everything of a spreadsheet but the values of its cells."""
VALUES = "sheets(properties,tables,data.rowData.values(userEnteredValue,effectiveValue))"


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    with Server(clock=NOW.replace(tzinfo=UTC)) as server:
        yield server


@pytest.fixture
def server(running: Server) -> Iterator[Server]:
    yield running
    running.faults.set("")


@pytest.fixture
def http(server: Server) -> HTTPClient:
    return client(server)


@pytest.fixture
def backend(http: HTTPClient) -> GoogleBackend:
    made = create(http, "A till", till(THREE, {"Case": ["RF-001"]}))
    return GoogleBackend(http, made.id)


@pytest.fixture
def person(http: HTTPClient, backend: GoogleBackend) -> GooglePerson:
    return GooglePerson(http, backend.id)


def decorated(person: GooglePerson) -> None:
    """A person's own things on and beside the Cases tab."""
    note = {"note": "ask again", "userEnteredFormat": {"backgroundColorStyle": {"rgbColor": {"red": 1}}}}
    start = {"sheetId": CASES, "rowIndex": 2, "columnIndex": CUSTOMER}
    view = {"title": "Mine", "range": cells(CASES, 0, 0, 5, WIDTH - 1)}
    person.do(
        {"updateCells": {"start": start, "rows": [{"values": [note]}], "fields": "note,userEnteredFormat"}},
        {"addFilterView": {"filter": view}},
        {"addSheet": {"properties": {"sheetId": 900, "title": "My own"}}},
        {"mergeCells": {"range": cells(900, 3, 0, 4, 1), "mergeType": "MERGE_ALL"}},
    )
    person.enter("My own", 0, 0, "=SUM(Cases!C2:C6)", None)
    person.enter("My own", 1, 0, "=Cases!B4", None)
    amounts = {"sourceRange": {"sources": [cells(CASES, 0, AMOUNT, 5, AMOUNT)]}}
    chart = {
        "title": "Amounts",
        "basicChart": {"chartType": "COLUMN", "headerCount": 1, "series": [{"series": amounts}]},
    }
    corner = {"overlayPosition": {"anchorCell": {"sheetId": 900, "rowIndex": 6, "columnIndex": 1}}}
    large = {"type": "NUMBER_GREATER", "values": [{"userEnteredValue": "50"}]}
    red = {"backgroundColorStyle": {"rgbColor": {"red": 1}}}
    bands = {"firstBandColorStyle": {"themeColor": "TEXT"}}
    mine = cells(900, 10, 0, 15, 3)
    person.do(
        {"addChart": {"chart": {"spec": chart, "position": corner}}},
        {"setBasicFilter": {"filter": {"range": mine}}},
        {"addBanding": {"bandedRange": {"range": mine, "rowProperties": bands}}},
        {"addProtectedRange": {"protectedRange": {"range": mine, "description": "mine", "warningOnly": True}}},
        {"addNamedRange": {"namedRange": {"name": "Mine", "range": mine}}},
        {
            "addConditionalFormatRule": {
                "rule": {"ranges": [mine], "booleanRule": {"condition": large, "format": red}},
                "index": 0,
            }
        },
    )
    person.comment("Who is this?")


def test_an_update_reads_twice_and_writes_once(server: Server, backend: GoogleBackend, person: GooglePerson) -> None:
    person.type("Cases", 1, AMOUNT, "a lot")
    server.log.clear()
    update(backend)
    assert [entry.method_id for entry in server.log] == [
        "sheets.spreadsheets.get",
        "sheets.spreadsheets.getByDataFilter",
        "sheets.spreadsheets.batchUpdate",
    ]


def test_nothing_is_sent_when_only_results_are_stale(server: Server, backend: GoogleBackend) -> None:
    """Google computes them itself."""
    patch, parsed = planned(backend)
    grid = backend.read()
    server.log.clear()
    assert backend.patch(patch, parsed.layout) == grid.revision
    assert len(server.log) == 0


def test_ten_edits_in_ten_thousand_rows_cost_a_few_bytes(server: Server, http: HTTPClient) -> None:
    count = 10_000
    many: Columns = {
        "Customer": [f"Customer {n}" for n in range(count)],
        "Amount": [float(n % 90) for n in range(count)],
        "Opened On": [46300.0] * count,
    }
    backend = GoogleBackend(http, create(http, "Large", till(many)).id)
    person = GooglePerson(http, backend.id)
    place = cells(CASES, 0, AMOUNT, 0, AMOUNT)
    person.do(
        *(
            {
                "updateCells": {
                    "range": place | {"startRowIndex": row, "endRowIndex": row + 1},
                    "rows": [{"values": [{"userEnteredValue": {"stringValue": "a lot"}}]}],
                    "fields": "userEnteredValue",
                }
            }
            for row in range(500, 10_000, 950)
        )
    )
    server.log.clear()
    patch = update(backend)
    assert patch.cells == 10
    assert (len(server.log.reads()), len(server.log.writes())) == (2, 1)
    assert sum(entry.request_bytes for entry in server.log) < 6_000
    assert sum(entry.response_bytes for entry in server.log.writes()) < 20_000


def test_what_a_person_made_stays_as_it_is(backend: GoogleBackend, person: GooglePerson) -> None:
    decorated(person)
    person.type("Cases", 1, AMOUNT, "a lot")
    before = person.get(ALL_ELSE)
    update(backend, {"Cases": {name: values[:1] for name, values in MORE.items()}})
    assert column(opened(backend), "Customer")[3] == "Dee"
    assert person.get(ALL_ELSE) == before
    own = next(sheet for sheet in before["sheets"] if sheet["properties"]["sheetId"] == 900)
    assert {"charts", "basicFilter", "bandedRanges", "protectedRanges", "conditionalFormats"} <= own.keys()
    assert [comment["content"] for comment in person.comments()] == ["Who is this?"]


def test_all_that_covers_the_table_grows_with_it(backend: GoogleBackend, person: GooglePerson) -> None:
    decorated(person)
    before = person.get(ALL_ELSE)
    update(backend, {"Cases": MORE})
    after = person.get(ALL_ELSE)
    grown, kept = _ranges(before), _ranges(after)
    assert [place for place in kept if place[1] == CASES] == [
        (path, sheet, first, last + 4 if last == 6 else last, *columns)
        for path, sheet, first, last, *columns in grown
        if sheet == CASES
    ]
    assert [place for place in kept if place[1] != CASES] == [place for place in grown if place[1] != CASES]
    values = person.sheet("My own", "data.rowData.values.userEnteredValue")["data"][0]["rowData"]
    assert values[0]["values"][0]["userEnteredValue"] == {"formulaValue": "=SUM(Cases!C2:C10)"}
    assert values[1]["values"][0]["userEnteredValue"] == {"formulaValue": "=Cases!B4"}


def test_new_rows_look_and_validate_like_the_others(backend: GoogleBackend, person: GooglePerson) -> None:
    update(backend, {"Cases": MORE})
    lines = person.sheet("Cases", "data.rowData.values(userEnteredFormat,dataValidation)")["data"][0]["rowData"]
    assert len(lines) == 10
    assert all(line == lines[1] for line in lines[2:])


def test_formulas_of_new_rows_stand_for_their_own_row(backend: GoogleBackend) -> None:
    update(backend, {"Cases": MORE})
    sheet = backend.read().sheet("Cases")
    assert sheet is not None
    assert [sheet.formula(row, NET) for row in (1, 5, 6, 9)] == [
        f'IF($C{row}="","",$C{row}*0.8)' for row in (2, 6, 7, 10)
    ]
    assert {text.split(",")[0].rpartition("(")[2] for text in sheet.formulas[SAME].values() if "COUNTIFS" in text}
    assert all("$E$2:$E$10" in text for text in sheet.formulas[SAME].values())


def test_only_the_changed_cells_are_sent(server: Server, backend: GoogleBackend, person: GooglePerson) -> None:
    person.type("Cases", 3, AMOUNT, "a lot")
    http = client(server)
    update(GoogleBackend(http, backend.id))
    sent = http.sent[-1]
    assert [list(request) for request in sent["requests"]] == [["updateCells"]]
    [request] = sent["requests"]
    assert request["updateCells"]["fields"] == "userEnteredValue"
    assert request["updateCells"]["start"] == {"sheetId": CASES, "rowIndex": 3, "columnIndex": WIDTH - 1}


def test_a_table_that_a_person_put_below_another_moves_down_whole(backend: GoogleBackend, person: GooglePerson) -> None:
    person.do({"appendDimension": {"sheetId": CASES, "dimension": "ROWS", "length": 10}})
    for row, line in enumerate((["Place", "Phone"], ["Bonn", "0228"]), start=9):
        for at, text in enumerate(line):
            person.type("Cases", row, at, text)
    table = {"name": "Places", "range": cells(CASES, 9, 0, 10, 1)}
    person.do({"addTable": {"table": table}})
    update(backend, {"Cases": MORE})
    sheet = backend.read().sheet("Cases")
    assert sheet is not None
    found = {table.name: (table.row, table.last_row) for table in sheet.tables}
    assert found == {"Cases": (0, 9), "Places": (13, 14)}
    assert (sheet.value(14, 0), sheet.value(14, 1)) == ("Bonn", "0228")
    assert len(column(opened(backend), "Customer")) == 7


def test_a_table_beside_another_grows_alone(backend: GoogleBackend, person: GooglePerson) -> None:
    person.do({"appendDimension": {"sheetId": CASES, "dimension": "COLUMNS", "length": 6}})
    for row in range(6):
        person.type("Cases", row, WIDTH + 2, "Places" if row == 0 else f"Place {row}")
    person.do({"addTable": {"table": {"name": "Places", "range": cells(CASES, 0, WIDTH + 2, 5, WIDTH + 2)}}})
    person.do({"appendDimension": {"sheetId": CASES, "dimension": "ROWS", "length": 10}})
    update(backend, {"Cases": MORE})
    sheet = backend.read().sheet("Cases")
    assert sheet is not None
    found = {table.name: (table.row, table.last_row) for table in sheet.tables}
    assert found == {"Cases": (0, 9), "Places": (0, 5)}
    assert [sheet.value(row, WIDTH + 2) for row in range(7)] == ["Places", *(f"Place {n}" for n in range(1, 6)), None]
    assert opened(backend).ledger.problems == ()
    assert planned(backend)[0].empty


def test_rows_typed_below_the_table_are_taken_in(backend: GoogleBackend, person: GooglePerson) -> None:
    """Google lets a table grow over them by itself in the browser; a program may write them without that."""
    person.do({"appendDimension": {"sheetId": CASES, "dimension": "ROWS", "length": 10}})
    for row in range(4, 8):
        for at, value in ((CUSTOMER, f"Own {row}"), (AMOUNT, float(row)), (OPENED, 46345.0)):
            person.type("Cases", row, at, value)
    assert [p.code for p in opened(backend).ledger.problems] == ["rows-below-table"]
    update(backend, {"Cases": MORE})
    parsed = opened(backend)
    assert [p.code for p in parsed.ledger.problems if p.code != "formula-overwritten"] == []
    assert rows(parsed, "Customer") == [
        *(("Ann",), ("Bob",), ("Cid",), ("Own 4",), ("Own 5",), ("Own 6",), ("Own 7",)),
        *((name,) for name in MORE["Customer"]),
    ]
    update(backend)
    parsed = opened(backend)
    assert parsed.ledger.problems == ()
    assert planned(backend)[0].empty


def test_a_named_range_over_the_table_reaches_the_rows_taken_in(backend: GoogleBackend, person: GooglePerson) -> None:
    named = {"name": "Amounts", "range": cells(CASES, 1, AMOUNT, 5, AMOUNT)}
    person.do(
        {"addNamedRange": {"namedRange": named}},
        {"appendDimension": {"sheetId": CASES, "dimension": "ROWS", "length": 10}},
        {"addSheet": {"properties": {"sheetId": 900, "title": "My own"}}},
    )
    person.enter("My own", 0, 0, "=SUM(Amounts)+SUM(Cases!$C$2:$C$6)", None)
    for row in range(4, 8):
        for at, value in ((CUSTOMER, f"Own {row}"), (AMOUNT, float(row)), (OPENED, 46345.0)):
            person.type("Cases", row, at, value)
    update(backend)
    grid_ = backend.read()
    assert (grid_.names["Amounts"].row, grid_.names["Amounts"].rows) == (1, 7)
    own = grid_.sheet("My own")
    assert own is not None
    assert own.formula(0, 0) == "SUM(Amounts)+SUM(Cases!$C$2:$C$8)"
    assert own.value(0, 0) == pytest.approx(2 * (10 + 25.5 + 7.25 + 4 + 5 + 6 + 7))


def test_a_column_that_a_person_computes_keeps_its_formulas(backend: GoogleBackend, person: GooglePerson) -> None:
    person.insert_column("Cases", NET)
    person.type("Cases", 0, NET, "Twice")
    for row in range(1, 6):
        person.enter("Cases", row, NET, f"=C{row + 1}*2", None)
    update(backend, {"Cases": MORE})
    sheet = backend.read().sheet("Cases")
    assert sheet is not None
    assert [sheet.formula(row, NET) for row in range(1, 6)] == [f"C{row + 1}*2" for row in range(1, 6)]
    assert sheet.value(5, NET) == 4.0
    assert opened(backend).ledger.problems == ()


@pytest.mark.parametrize(
    ("cell", "is_spilled"),
    [
        ({}, False),
        ({"effectiveValue": {"numberValue": 1}}, True),
        ({"effectiveValue": {"numberValue": 1}, "userEnteredValue": {"numberValue": 1}}, False),
        ({"userEnteredFormat": {}}, False),
    ],
)
def test_what_an_array_formula_shows_elsewhere_is_nobodys_entry(cell: Json, *, is_spilled: bool) -> None:
    """It may change with every write, so it says nothing about whether rows moved."""
    assert spilled(cell) is is_spilled


def test_a_table_with_one_beside_and_something_below_is_not_grown(backend: GoogleBackend, person: GooglePerson) -> None:
    person.do(
        {"appendDimension": {"sheetId": CASES, "dimension": "COLUMNS", "length": 6}},
        {"appendDimension": {"sheetId": CASES, "dimension": "ROWS", "length": 10}},
    )
    for row in range(6):
        person.type("Cases", row, WIDTH + 2, "Places" if row == 0 else f"Place {row}")
    person.do({"addTable": {"table": {"name": "Places", "range": cells(CASES, 0, WIDTH + 2, 5, WIDTH + 2)}}})
    person.type("Cases", 7, CUSTOMER, "a note below")
    with pytest.raises(PatchRefused) as refused:
        update(backend, {"Cases": MORE})
    assert "something lies below it, and another table beside it" in str(refused.value)
    assert column(opened(backend), "Customer")[:3] == ["Ann", "Bob", "Cid"]


def test_a_table_of_one_row_grows(backend: GoogleBackend, person: GooglePerson) -> None:
    person.do({"deleteDimension": {"range": {"sheetId": CASES, "dimension": "ROWS", "startIndex": 2, "endIndex": 6}}})
    assert len(opened(backend).places["Cases"].spare_rows) == 0
    update(backend, {"Cases": MORE})
    update(backend)
    parsed = opened(backend)
    assert parsed.ledger.problems == ()
    assert rows(parsed, "Customer", "Amount") == [("Ann", 10.0), *zip(MORE["Customer"], MORE["Amount"], strict=True)]
    assert planned(backend)[0].empty


def test_a_cell_without_a_format_takes_that_of_its_column(backend: GoogleBackend, person: GooglePerson) -> None:
    plain = {"range": cells(CASES, 4, 0, 4, WIDTH - 1), "cell": {}, "fields": "userEnteredFormat"}
    person.do({"repeatCell": plain})
    update(backend, {"Cases": {name: values[:1] for name, values in MORE.items()}})
    line = person.sheet("Cases", "data.rowData.values.userEnteredFormat.numberFormat")["data"][0]["rowData"][4]
    looks = [cell.get("userEnteredFormat", {}).get("numberFormat", {}).get("pattern") for cell in line["values"]]
    assert looks[CUSTOMER : OPENED + 1] == ["@", "#,##0.00", "yyyy-mm-dd"]


@pytest.mark.parametrize(
    ("what", "happens"),
    [
        ("a value of the row", lambda person: person.type("Cases", 1, REMARK, "new")),
        ("the key of the row", lambda person: person.type("Cases", 1, CASE, "RF-777")),
        ("the header", lambda person: person.type("Cases", 0, WIDTH - 1, "Checked")),
        ("a row above", lambda person: person.insert_row("Cases", 1)),
        ("a column before", lambda person: person.insert_column("Cases", 0)),
        ("the order", lambda person: person.sort("Cases", range(1, 4), range(WIDTH), CUSTOMER, down=True)),
        ("the tab's name", lambda person: person.rename("Cases", "Fälle")),
        ("the tab itself", lambda person: person.do({"deleteSheet": {"sheetId": CASES}})),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_what_changed_between_reading_and_writing_stops_the_write(
    backend: GoogleBackend, person: GooglePerson, what: str, happens: Callable[[GooglePerson], None]
) -> None:
    person.type("Cases", 1, AMOUNT, "a lot")
    patch, parsed = planned(backend)
    happens(person)
    state = person.get(VALUES)
    with pytest.raises(FileMoved):
        backend.patch(patch, parsed.layout)
    assert person.get(VALUES) == state, what


def test_what_changed_elsewhere_stops_nothing(backend: GoogleBackend, person: GooglePerson) -> None:
    person.type("Cases", 1, AMOUNT, "a lot")
    patch, parsed = planned(backend)
    person.type("Cases", 2, REMARK, "new")
    person.type("Settings", 3, 1, 9.0)
    backend.patch(patch, parsed.layout)
    parsed = opened(backend)
    assert column(parsed, "Remark")[1] == "new"
    assert column(parsed, "Check")[0]


FAULTS = ("cut-before", "cut-after", "500", "503", "429", "twice")
READ = "sheets.spreadsheets.getByDataFilter"
WRITE = "sheets.spreadsheets.batchUpdate"


@pytest.mark.parametrize(
    ("call", "fault"),
    [*((WRITE, fault) for fault in FAULTS), *((READ, fault) for fault in ("cut-after", "503", "429"))],
)
@pytest.mark.parametrize("grows", [False, True], ids=["values", "rows"])
def test_a_fault_at_any_call_ends_well(
    server: Server, backend: GoogleBackend, call: str, fault: str, *, grows: bool
) -> None:
    """Done, or not done and said so; and a second run, where one is needed, makes it right."""
    new = {"Cases": {name: values[: 4 if grows else 1] for name, values in MORE.items()}}
    server.faults.set(f"{call}={fault}")
    try:
        update(backend, new)
    except GoogleError:
        server.faults.set("")
        if column(opened(backend), "Customer") == ["Ann", "Bob", "Cid"]:
            update(backend, new)
    server.faults.set("")
    update(backend)
    parsed = opened(backend)
    assert parsed.ledger.problems == ()
    assert column(parsed, "Customer") == ["Ann", "Bob", "Cid", *new["Cases"]["Customer"]]
    assert planned(backend)[0].empty


def test_an_answer_that_is_lost_is_looked_for(server: Server, backend: GoogleBackend) -> None:
    server.faults.set(f"{WRITE}=cut-after")
    server.log.clear()
    update(backend, {"Cases": MORE})
    assert [entry.method_id.rpartition(".")[2] for entry in server.log] == [
        "get",
        "getByDataFilter",
        "batchUpdate",
        "getByDataFilter",
    ]
    assert len(column(opened(backend), "Customer")) == 7


@pytest.mark.parametrize("fault", ["cut-after", "cut-before", "twice"])
def test_a_tab_is_added_once_whatever_becomes_of_the_answer(server: Server, backend: GoogleBackend, fault: str) -> None:
    server.faults.set(f"{WRITE}:1={fault}")
    layout = notes(opened(backend).layout)
    backend.patch(Patch(backend.read().revision, added=(tab("Notes"),)), layout)
    server.faults.set("")
    sheets = backend.read().sheets
    assert [sheet.name for sheet in sheets].count("Notes") == 1
    assert sheets[-1].name == "Notes"
    about = calls.get(client(server), backend.id, "sheets(properties(title,sheetId,gridProperties),conditionalFormats)")
    new = about["sheets"][-1]
    assert new["properties"]["gridProperties"] == {"rowCount": 3, "columnCount": 2, "frozenRowCount": 1}
    assert len(new["conditionalFormats"]) == 1


@pytest.mark.parametrize("count", [1, 4], ids=["values", "rows"])
def test_what_did_not_arrive_is_sent_again_once(server: Server, backend: GoogleBackend, count: int) -> None:
    new = {"Cases": {name: values[:count] for name, values in MORE.items()}}
    server.faults.set(f"{WRITE}:1-2=cut-before")
    with pytest.raises(AnswerLost):
        update(backend, new)
    assert column(opened(backend), "Customer") == ["Ann", "Bob", "Cid"]
    server.faults.set(f"{WRITE}=cut-before")
    update(backend, new)
    assert len(column(opened(backend), "Customer")) == 3 + count


def test_rows_go_in_once_however_often_the_request_arrives(server: Server, backend: GoogleBackend) -> None:
    server.faults.set(f"{WRITE}=twice")
    update(backend, {"Cases": MORE})
    assert len(column(opened(backend), "Customer")) == 7
    assert len(opened(backend).places["Cases"].spare_rows) == 2


def test_rows_that_moved_at_the_very_moment_are_told(server: Server, backend: GoogleBackend) -> None:
    """Between the second look and the write, where the API has nothing that could stop the write."""
    person = GooglePerson(client(server), backend.id)
    person.type("Cases", 1, AMOUNT, "a lot")
    patch, parsed = planned(backend)
    done: list[str] = []

    def meanwhile(file: str) -> None:
        if not done:
            done.append(file)
            person.insert_row("Cases", 1)

    server.faults.hook(f"{WRITE}:1", meanwhile)
    with pytest.raises(NotAsWritten) as told:
        backend.patch(patch, parsed.layout)
    assert "Row 2 holds nothing here" in str(told.value)


SMALL = 1_500
"""Bytes of a request, so that a small patch takes several."""


def in_parts(http: HTTPClient, backend: GoogleBackend) -> None:
    """An update with new rows, sent in small parts."""
    patch, parsed = planned(backend, {"Cases": MORE})
    answer = read_answer(calls.read(http, backend.id, FIELDS))
    known = Known.of(grid(answer, patch.revision, backend.label), answer)
    apply(http, backend.id, known, patch, parsed.layout, most=SMALL)


def test_a_patch_that_is_too_large_is_sent_in_parts(server: Server, http: HTTPClient, backend: GoogleBackend) -> None:
    server.log.clear()
    in_parts(http, backend)
    assert len([entry for entry in server.log if entry.method_id == WRITE]) > 2
    parsed = opened(backend)
    assert parsed.ledger.problems == ()
    assert column(parsed, "Customer") == ["Ann", "Bob", "Cid", "Dee", "Eve", "Fay", "Gus"]
    assert planned(backend)[0].empty


@pytest.mark.parametrize("fault", ["cut-before", "cut-after", "503"])
def test_a_part_whose_answer_is_lost_is_sent_again(
    server: Server, http: HTTPClient, backend: GoogleBackend, fault: str
) -> None:
    server.faults.set(f"{WRITE}:2={fault}")
    in_parts(http, backend)
    assert len(column(opened(backend), "Customer")) == 7


def test_a_patch_of_which_a_part_failed_says_so_and_the_next_run_completes_it(
    server: Server, http: HTTPClient, backend: GoogleBackend
) -> None:
    server.faults.set(f"{WRITE}:3+=503")
    with pytest.raises(PartlyWritten) as told:
        in_parts(http, backend)
    assert "2 of " in str(told.value)
    server.faults.set("")
    left = len(column(opened(backend), "Customer")) - 3
    if left < 4:
        update(backend, {"Cases": {name: values[left:] for name, values in MORE.items()}})
    update(backend)
    parsed = opened(backend)
    assert sorted(map(str, column(parsed, "Customer"))) == ["Ann", "Bob", "Cid", "Dee", "Eve", "Fay", "Gus"]
    assert parsed.ledger.problems == ()


def test_another_thing_in_the_cell_than_was_written_is_an_error() -> None:
    from sheetkit.core.problem import Problem

    one = Problem(code="not-as-written", tab="Cases", cell="B2", message='"Ann" was written, and "Eve" stands there.')
    error = NotAsWritten([one], "https://docs.google.com/spreadsheets/d/x")
    assert "One place is not as it was written." in str(error)
    assert 'Cases!B2: "Ann" was written, and "Eve" stands there.' in str(error)


def _ranges(part: object, path: str = "") -> list[tuple[object, ...]]:
    """Every range in a JSON value: where it stands, its sheet, rows and columns."""
    if isinstance(part, list):
        return [one for index, item in enumerate(part) for one in _ranges(item, f"{path}[{index}]")]
    if not isinstance(part, dict):
        return []
    own: list[tuple[object, ...]] = []
    if "endRowIndex" in part:
        rows_ = (part.get("startRowIndex", 0), part["endRowIndex"])
        own = [(path, part.get("sheetId", 0), *rows_, part.get("startColumnIndex", 0), part.get("endColumnIndex"))]
    return own + [one for name, item in part.items() for one in _ranges(item, f"{path}/{name}")]
