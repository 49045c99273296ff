"""Parcels at a local server, the commands that people run on them, and what stands in the spreadsheet."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import requests

from sheetkit.app.checking import check
from sheetkit.app.google_building import build_google
from sheetkit.app.importing import import_rows
from sheetkit.app.reviewing import review
from sheetkit.app.summarising import summary
from sheetkit.app.updating import update
from sheetkit.backends.google.backend import GoogleBackend
from sheetkit.backends.google.client import HTTPClient
from sheetkit.emulator.document import Cell, Document
from sheetkit.emulator.server import Server

DAY = date(2026, 11, 22)
TITLE = "Our parcels"
SMALL = Path(__file__).with_name("returns.yaml")
"""A template with a key, a log of changes, an import key, a check, formulas and spare rows, and nothing else."""
ROWS: dict[str, dict[str, list[Any]]] = {
    "Parcels": {
        "Sent On": [46300.0, 46310.0, 46320.0],
        "Amount": [10.0, 20.5, 30.25],
        "State": ["Sent", "Here", "Gone"],
        "Insured": [True, False, None],
    }
}
EXPORT = "Source ID,Sent On,Amount,State\n" + "".join(f"S{n},2026-11-0{n},{n}.50,Sent\n" for n in range(1, 6))
"""More rows than the table has spare ones."""

State = dict[str, dict[tuple[int, int], Any]]
"""Tab → place → the formula there, or the value."""


@dataclass
class Time:
    """Seconds that pass only while somebody waits."""

    now: float = 0.0
    waits: list[float] = field(default_factory=list)

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.waits.append(seconds)


def client(server: Server, user: str = "local") -> HTTPClient:
    """A user whose waiting takes no time."""
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {user}"
    time = Time()
    return HTTPClient(session, server=server.url, reads=0, writes=0, clock=time.clock, sleep=time.sleep)


def backend(server: Server, spreadsheet: str, user: str = "local") -> GoogleBackend:
    return GoogleBackend(client(server, user), spreadsheet)


def built(server: Server, template: str | Path = SMALL, **given: Any) -> str:
    """The id of a new spreadsheet."""
    given = given or {"rows": ROWS}
    made = build_google(template, TITLE, http=client(server), as_of=DAY, **given)
    return made.path.rpartition("/")[2]


def document(server: Server, spreadsheet: str) -> Document:
    file = server.store.get(spreadsheet)
    assert file is not None
    assert file.document is not None
    return file.document


def shown(cell: Cell) -> bool:
    """Whether there is anything in a cell."""
    return bool(cell.formula) or cell.value is not None


def state(server: Server, spreadsheet: str) -> State:
    """What stands in a spreadsheet."""
    sheets = document(server, spreadsheet).sheets
    return {
        sheet.title: {place: cell.formula or cell.value for place, cell in sheet.cells.items() if shown(cell)}
        for sheet in sheets
    }


Command = Callable[[GoogleBackend, Path], Any]

COMMANDS: dict[str, Command] = {
    "check": lambda book, _: check(book, as_of=DAY),
    "update": lambda book, _: update(book, as_of=DAY),
    "import": lambda book, export: import_rows(
        book, export, tab="Parcels", as_of=DAY, mapping=export.with_name("mapping.yaml")
    ),
    "review": lambda book, _: review(book, "2026Q4", as_of=DAY),
    "summary": lambda book, _: summary(book, "P-2026-0001", as_of=DAY),
}
"""Every command on a spreadsheet."""


def check_clean(server: Server, spreadsheet: str) -> bool:
    """Whether a spreadsheet is read without a problem, and with all its rows."""
    checked = check(backend(server, spreadsheet), as_of=DAY)
    return checked.rows["Parcels"] == len(ROWS["Parcels"]["Amount"]) and not checked.problems
