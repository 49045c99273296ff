"""Every command on a Google spreadsheet gives what it gives on an .xlsx file of the same rows."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

import sheetkit
from sheetkit.app.building import prepared
from sheetkit.app.updating import update
from sheetkit.app.workbook import Opened, open_workbook
from sheetkit.backends.excel.backend import ExcelBackend
from sheetkit.backends.google.backend import GoogleBackend, create
from sheetkit.core.values import CellValue
from sheetkit.emulator.server import Server
from sheetkit.records.render import render
from sheetkit.template.resolve import columns_owned, table_name, table_tabs
from tests.app.google import shop

DAY = shop.DAY
QUARTER = "2026Q3"


class Pair:
    """The same sample as a file and as a spreadsheet."""

    def __init__(self, server: Server, folder: Path, template: str) -> None:
        self.server, self.template = server, template
        self.file = folder / f"{template}.xlsx"
        sheetkit.build(template, self.file, as_of=DAY, sample=True, workbook_id="one")
        self.made = shop.built(server, template, sample=True, workbook_id="one")
        self.calls = [entry.method_id for entry in server.log]
        self.sent = sum(entry.request_bytes for entry in server.log)

    @property
    def google(self) -> GoogleBackend:
        return shop.backend(self.server, self.made)


@pytest.fixture(scope="module", params=["refund-log", "disputes"])
def pair(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    with Server(clock=datetime(2026, 11, 22, 12, tzinfo=UTC)) as server:
        yield Pair(server, tmp_path_factory.mktemp("pair"), request.param)


def test_a_spreadsheet_is_built_by_few_calls(pair: Pair) -> None:
    builds = pair.calls.count("sheets.spreadsheets.batchUpdate")
    assert len(pair.calls) == builds + 4
    assert builds <= -(-pair.sent // 1_800_000) + 1


def test_nothing_is_wrong_and_nothing_to_do_after_the_build(pair: Pair) -> None:
    checked, done = sheetkit.check(pair.google, as_of=DAY), update(pair.google, as_of=DAY)
    assert checked.rows == sheetkit.check(pair.file, as_of=DAY).rows
    assert checked.problems == sheetkit.check(pair.file, as_of=DAY).problems
    assert (done.changed, done.cells) == (False, 0)


def inputs(opened: Opened) -> dict[tuple[str, str], list[CellValue]]:
    """What people typed, by table and column."""
    return {
        (table_name(tab), column.name): list(opened.parsed.ledger.tables[table_name(tab)].columns[column.name])
        for tab in table_tabs(opened.template)
        for column in columns_owned(tab, "input")
    }


def test_the_ledger_is_the_same_in_both(pair: Pair) -> None:
    assert inputs(open_workbook(pair.google)) == inputs(open_workbook(pair.file))


def test_google_computes_what_the_file_holds(pair: Pair) -> None:
    file, online = open_workbook(pair.file).parsed.ledger, open_workbook(pair.google).parsed.ledger
    assert online.names.keys() == file.names.keys()
    differing = [name for name, value in file.names.items() if name != "Today" and unlike(online.names[name], value)]
    assert differing == []
    assert online.names["Today"] == file.names["Today"]


def unlike(one: CellValue, other: CellValue) -> bool:
    if isinstance(one, float | int) and isinstance(other, float | int):
        return abs(one - other) > 1e-9 * max(1.0, abs(other))
    return (one or None) != (other or None)


def test_a_review_has_the_same_figures(pair: Pair) -> None:
    file = asdict(sheetkit.review(pair.file, QUARTER, as_of=DAY).review)
    assert asdict(sheetkit.review(pair.google, QUARTER, as_of=DAY).review) == file


def test_a_summary_says_the_same(pair: Pair) -> None:
    opened = open_workbook(pair.file)
    tab = next(iter(table_tabs(opened.template)))
    key = str(opened.parsed.ledger.tables[table_name(tab)].columns[tab.key][0])
    file = asdict(sheetkit.summary(pair.file, key, as_of=DAY, tab=tab.name).summary)
    online = asdict(sheetkit.summary(pair.google, key, as_of=DAY, tab=tab.name).summary)
    assert online == file


def test_every_input_survives_the_way_to_google_and_back(pair: Pair, tmp_path: Path) -> None:
    opened = open_workbook(pair.google)
    back = tmp_path / "back.xlsx"
    description = opened.description
    assert description
    ExcelBackend(back).write(render(opened.parsed.ledger, text=description.text, keys=opened.sequences))
    assert inputs(open_workbook(back)) == inputs(open_workbook(pair.file))
    http = shop.client(pair.server)
    again = create(http, "Again", render(open_workbook(back).parsed.ledger, text=description.text))
    assert inputs(open_workbook(again)) == inputs(open_workbook(pair.file))


def test_an_import_brings_the_same_rows(tmp_path: Path) -> None:
    export = tmp_path / "export.csv"
    export.write_text(shop.EXPORT, encoding="utf-8")
    file = tmp_path / "parcels.xlsx"
    given: dict[str, Any] = {"as_of": DAY, "rows": shop.ROWS}
    ExcelBackend(file).write(prepared(shop.SMALL, **given).workbook)
    with Server() as server:
        book = shop.built(server)
        mapping = tmp_path / "mapping.yaml"
        trial = sheetkit.import_rows(
            shop.backend(server, book), export, tab="Parcels", as_of=DAY, mapping=mapping, dry_run=True
        )
        before = shop.state(server, book)
        assert (trial.added, trial.dry_run) == (5, True)
        assert shop.state(server, book) == before
        for place in (file, shop.backend(server, book)):
            done = sheetkit.import_rows(place, export, tab="Parcels", as_of=DAY, mapping=mapping)
            assert (done.added, done.already_there, done.problems) == (5, 0, ())
            again = sheetkit.import_rows(place, export, tab="Parcels", as_of=DAY, mapping=mapping)
            assert (again.added, again.already_there) == (0, 5)
        assert inputs(open_workbook(shop.backend(server, book))) == inputs(open_workbook(file))


def test_an_update_of_ten_edits_in_ten_thousand_rows_is_two_reads_and_one_small_write() -> None:
    count = 10_000
    rows: dict[str, dict[str, list[Any]]] = {
        "Parcels": {"Sent On": [46300.0] * count, "Amount": [5.0] * count, "State": ["Sent"] * count}
    }
    with Server() as server:
        book = shop.built(server, rows=rows)
        document = shop.document(server, book)
        parcels = document.titled("Parcels")
        assert parcels
        for row in range(100, 9_100, 900):
            parcels.put(row, 3, type(parcels.cell(row, 3))("Here"))
        calls = len(list(server.log))
        done = update(shop.backend(server, book), as_of=DAY)
        entries = list(server.log)[calls:]
        assert done.logged == {"Story": 10}
        assert [entry.writes for entry in entries] == [False, False, True]
        assert entries[-1].request_bytes < 20_000
        assert sheetkit.check(shop.backend(server, book), as_of=date(2026, 11, 22)).problems == ()
