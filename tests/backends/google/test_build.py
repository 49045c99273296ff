"""A spreadsheet is built whole, or it is in Drive's bin: whatever happens on the way."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from sheetkit.backends.google import build, calls
from sheetkit.backends.google.backend import GoogleBackend, create
from sheetkit.backends.google.errors import GoogleError
from sheetkit.backends.google.ranges import Json
from sheetkit.backends.google.read import BuildUnfinished
from sheetkit.core.errors import FileExists, PatchRefused
from sheetkit.emulator.server import Server
from tests.backends.google.people import GooglePerson
from tests.backends.google.reach import client
from tests.backends.till import THREE, column, opened, till

SMALL = 20_000
"""Bytes a request, so that a small workbook takes several."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(clock=datetime(2026, 11, 22, 12, tzinfo=UTC)) as running:
        yield running


def files(server: Server, *, binned: bool = False) -> list[Json]:
    """The spreadsheets there are, those in the bin only if asked for."""
    asked = {"fields": "files(id,name,trashed,appProperties)", "q": f"mimeType = '{calls.TYPE}'"}
    found: list[Json] = client(server).answer("GET", calls.FILES, asked)["files"]
    return [file for file in found if binned or not file.get("trashed")]


def test_a_build_takes_one_batch_and_what_drive_needs(server: Server) -> None:
    create(client(server), "A till", till(THREE))
    assert [entry.method_id for entry in server.log] == [
        "drive.files.list",
        "drive.files.create",
        "sheets.spreadsheets.batchUpdate",
        "drive.files.update",
        "drive.files.list",
    ]


def test_a_large_build_is_cut_and_is_the_same(server: Server) -> None:
    http = client(server)
    whole = GoogleBackend(http, build.build(http, "Whole", till(THREE)))
    server.log.clear()
    cut = GoogleBackend(http, build.build(http, "Cut", till(THREE), most=SMALL))
    assert len([entry for entry in server.log if entry.path.endswith(":batchUpdate")]) > 2
    fields = "namedRanges(name,range),sheets(properties,conditionalFormats,charts.spec,tables(name,range),data,merges)"
    assert calls.get(http, whole.id, fields) == calls.get(http, cut.id, fields)


def test_the_spreadsheet_has_its_title_locale_and_time_zone(server: Server) -> None:
    http = client(server)
    backend = create(http, "A till's title", till(THREE), locale="de_DE", time_zone="Europe/Berlin")
    about = calls.get(http, backend.id, "properties(title,locale,timeZone)")["properties"]
    assert about == {"title": "A till's title", "locale": "de_DE", "timeZone": "Europe/Berlin"}
    assert backend.name == "A till's title"
    assert backend.label == f"{server.url}/spreadsheets/d/{backend.id}"


def test_it_lies_in_the_folder_that_was_asked_for(server: Server) -> None:
    http = client(server)
    body = {"name": "Tills", "mimeType": "application/vnd.google-apps.folder"}
    folder = http.answer("POST", calls.FILES, {"fields": "id"}, body)["id"]
    backend = create(http, "A till", till(THREE), folder=folder)
    assert http.answer("GET", f"{calls.FILES}/{backend.id}", {"fields": "parents"})["parents"] == [folder]


def test_nothing_is_made_when_a_value_fits_no_cell(server: Server) -> None:
    with pytest.raises(PatchRefused) as refused:
        create(client(server), "A till", till({**THREE, "Remark": ["x" * 50_001, None, None]}))
    assert [(problem.tab, problem.cell) for problem in refused.value.problems] == [("Cases", "G2")]
    assert len(server.log) == 0


FAULTS = ("cut-before", "cut-after", "500", "503", "429", "twice")
CALLS = (
    *("drive.files.list", "drive.files.create", "drive.files.update"),
    *(f"sheets.spreadsheets.batchUpdate:{number}" for number in (1, 3)),
)


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("call", CALLS)
def test_a_fault_leaves_a_whole_spreadsheet_or_none(server: Server, call: str, fault: str) -> None:
    server.faults.set(f"{call}={fault}")
    http = client(server)
    try:
        spreadsheet = build.build(http, "A till", till(THREE), most=SMALL)
    except GoogleError:
        assert files(server) == []
        server.faults.set("")
        spreadsheet = build.build(http, "A till", till(THREE), most=SMALL)
    server.faults.set("")
    backend = GoogleBackend(http, spreadsheet)
    assert column(opened(backend), "Customer") == ["Ann", "Bob", "Cid"]
    build.build(http, "A till", till(THREE), most=SMALL)
    mine = [file["id"] for file in files(server)]
    assert len(mine) == 2, "one of the first run and one of the second"
    assert spreadsheet in mine


def test_what_an_interrupted_build_left_is_refused_and_goes_to_the_bin(server: Server) -> None:
    """The process dies on the way: nothing could be cleared up."""
    http = client(server)
    server.faults.set("sheets.spreadsheets.batchUpdate:2+=503; drive.files.update:*=503; sheets.spreadsheets.get:*=503")
    with pytest.raises(GoogleError):
        build.build(http, "A till", till(THREE), most=SMALL)
    server.faults.set("")
    [half] = files(server)
    with pytest.raises(BuildUnfinished):
        GoogleBackend(http, half["id"]).read()
    other = create(http, "Another till", till(THREE))
    assert {file["name"] for file in files(server)} == {"A till", "Another till"}
    done = create(http, "A till", till(THREE))
    assert {file["id"] for file in files(server)} == {other.id, done.id}
    assert half["id"] in {file["id"] for file in files(server, binned=True)}


def test_an_empty_spreadsheet_that_somebody_made_is_filled(server: Server) -> None:
    http = client(server)
    body = {"properties": {"title": "Mine", "locale": "fr_FR"}, "sheets": [{"properties": {"title": "Feuille 1"}}]}
    made = http.answer("POST", calls.SHEETS, {"fields": "spreadsheetId"}, body)["spreadsheetId"]
    backend = GoogleBackend(http, made)
    backend.write(till(THREE))
    assert column(opened(backend), "Customer") == ["Ann", "Bob", "Cid"]
    assert calls.get(http, made, "properties(title,locale)")["properties"] == {"title": "Mine", "locale": "fr_FR"}


def test_one_with_something_in_it_is_not_filled(server: Server) -> None:
    http = client(server)
    made = http.answer("POST", calls.SHEETS, {"fields": "spreadsheetId"}, {})["spreadsheetId"]
    GooglePerson(http, made).type("Sheet1", 3, 2, "mine")
    with pytest.raises(FileExists):
        GoogleBackend(http, made).write(till(THREE))
    assert GooglePerson(http, made).get("sheets.properties.title") == {"sheets": [{"properties": {"title": "Sheet1"}}]}


def test_a_flag_that_looks_at_a_setting_colours_its_cells(server: Server) -> None:
    """Rules see other sheets by INDIRECT only."""
    http = client(server)
    person = GooglePerson(http, create(http, "A till", till(THREE)).id)
    fields = "data.rowData.values.effectiveFormat.backgroundColor"

    def coloured() -> list[bool]:
        lines = person.sheet("Cases", fields)["data"][0]["rowData"][1:4]
        greens = [
            line["values"][3].get("effectiveFormat", {}).get("backgroundColor", {}).get("green", 0) for line in lines
        ]
        return [abs(green - 0xC9 / 255) < 0.01 for green in greens]

    assert coloured() == [True, True, True]
    person.type("Settings", 3, 1, 7.0)
    assert coloured() == [True, False, False]
