"""Every kind of request that the backend can put into a batchUpdate is sent, done, and as Google's documents say."""

import ast
from dataclasses import replace
from pathlib import Path
from types import ModuleType

from sheetkit.backends import google
from sheetkit.backends.google import build
from sheetkit.backends.google.backend import GoogleBackend
from sheetkit.backends.google.ranges import cells
from sheetkit.emulator.server import Server
from sheetkit.workbook.model import Chart, Series, Workbook
from tests.backends.contract import AMOUNT, MORE
from tests.backends.google.people import GooglePerson
from tests.backends.google.reach import client
from tests.backends.till import THREE, till, update
from tests.emulator.discovery import properties
from tests.emulator.traffic import Watch, watched

CASES = 102
"""The id of the Cases tab."""
SMALL = 20_000
"""Bytes a request, so that a small workbook takes several."""


def kinds(package: ModuleType) -> set[str]:
    """The kinds of requests that the modules of a package write."""
    known = properties("Request").keys()
    modules = Path(str(package.__file__)).parent.glob("*.py")
    written = {
        key.value
        for module in modules
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant)
    }
    return {kind for kind in written if kind in known}


def decorated() -> Workbook:
    """A workbook with a chart and merged cells on its last tab."""
    made = till(THREE)
    last = made.sheets[-1]
    chart = Chart("column", "By reason", 20, 0, "Lists", 0, 1, 2, (Series("Number", "Lists", 0, 1, 2),))
    return replace(made, sheets=(*made.sheets[:-1], replace(last, charts=(chart,), merges=((30, 0, 30, 2),))))


def grown(backend: GoogleBackend, person: GooglePerson, watch: Watch) -> None:
    """A table of one row, with a named range over it, gets more rows; only what the backend sends is watched."""
    tail = {"sheetId": CASES, "dimension": "ROWS", "startIndex": 2, "endIndex": 6}
    person.do(
        {"deleteDimension": {"range": tail}},
        {"addNamedRange": {"namedRange": {"name": "Amounts", "range": cells(CASES, 1, AMOUNT, 1, AMOUNT)}}},
        {
            "updateSheetProperties": {
                "properties": {"sheetId": CASES, "gridProperties": {"rowCount": 2}},
                "fields": "gridProperties.rowCount",
            }
        },
    )
    for _ in range(2):  # the second insertion removes the mark of the first
        with watched(watch):
            update(backend, {"Cases": MORE})


def test_every_kind() -> None:
    watch = Watch()
    with Server() as server:
        http = client(server)
        with watched(watch):
            backend = GoogleBackend(http, build.build(http, "A till", decorated(), most=SMALL))
        grown(backend, GooglePerson(http, backend.id), watch)
    sent = {kind for seen in watch.seen if seen.status == 200 for kind in seen.kinds}
    assert sent == kinds(google)
    assert watch.wrong == []
