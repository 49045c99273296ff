"""The second half of the demo: a server that answers like Google, two people at once, a conflict and its settlement."""

import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sheetkit.app.places import google
from sheetkit.app.workbook import open_workbook
from sheetkit.backends.excel.patch import patch_xlsx
from sheetkit.backends.google.backend import GoogleBackend
from sheetkit.backends.google.client import HTTPClient
from sheetkit.core.errors import SheetkitError
from sheetkit.core.values import CellValue
from sheetkit.emulator.server import Server
from sheetkit.records.place import Parsed
from sheetkit.sync.board import find
from sheetkit.sync.conflict_board import BOARD, KEEP_OTHER
from sheetkit.workbook.a1 import address, quote_sheet

TITLE: Final = "Our cases"
Run = Callable[..., None]
Tell = Callable[[str], None]


def in_step(book: Path, day: str, run: Run, tell: Tell, say: Tell) -> None:
    """Keep a workbook and a spreadsheet in step: paired, edited by two people, in conflict, settled, audited.

    `run` runs a command and shows it, `tell` begins a chapter, `say` says a line.
    """
    folder = book.parent
    data = folder / "google"
    shutil.rmtree(data, ignore_errors=True)
    shutil.rmtree(folder / "state", ignore_errors=True)
    with Server(data=data, clock=datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC)) as server:
        os.environ["SHEETKIT_GOOGLE_URL"] = server.url
        os.environ["SHEETKIT_STATE"] = str(folder / "state")
        tell("6. A server on this machine that answers like Google. The workbook becomes a spreadsheet there, too.")
        run("sync", str(book), "--google", TITLE, "--as-of", day)
        (made,) = (file.id for file in server.store.files())
        spreadsheet = GoogleBackend(google(), made)

        tell("7. Two people work at once: Ada in the workbook, Bob in the spreadsheet.")
        _both_work(book, spreadsheet, say)
        run("sync", str(book), "--as-of", day, may_find=True)

        tell("8. Each kept their own words where they disagreed. Ada settles it in the tab Conflicts of her workbook:")
        _settle(book, say)
        run("sync", str(book), "--as-of", day)

        tell("9. Every change that the syncs made is in a log that shows tampering:")
        run("audit", "verify", str(book))


def _both_work(book: Path, spreadsheet: GoogleBackend, say: Tell) -> None:
    """Both change one cell, and each of them another one."""
    mine, theirs = open_workbook(book).parsed, open_workbook(spreadsheet).parsed
    first, second, third = _open_cases(mine)[:3]
    columns = mine.ledger.tables["Cases"].columns
    product = columns["Product"][list(columns["Case ID"]).index(second)]
    patch_xlsx(
        book,
        {
            (_sheet(mine), _at(mine, first, "Notes & Communications")): "Ada: the customer sent a picture.",
            (_sheet(mine), _at(mine, second, "Product")): f"{product}, blue",
        },
    )
    say(f"   - Ada notes in {first}: the customer sent a picture")
    say(f"   - the product of {second} is {product}: Ada adds that it was blue, Bob that it was green")
    say(f"   - Bob answers {third} today, and types the date as people do")
    _type(spreadsheet.http, spreadsheet.id, theirs, second, "Product", f"{product}, green")
    _type(spreadsheet.http, spreadsheet.id, theirs, third, "First Response On", "2026-11-22")


def _settle(book: Path, say: Tell) -> None:
    """Say on the Conflicts tab that the other one counts, for every conflict."""
    grid = open_workbook(book).grid
    placed = find(BOARD, grid)
    if placed is None:
        raise SheetkitError("The workbook has no tab Conflicts.", path=str(book))
    at = placed.columns[BOARD.heads.index(BOARD.typed)]
    patch_xlsx(book, {(placed.sheet, address(row, at)): KEEP_OTHER for row, _ in placed.lines})
    say(f"   - {BOARD.typed}: {KEEP_OTHER}")


def _open_cases(parsed: Parsed) -> list[str]:
    columns = parsed.ledger.tables["Cases"].columns
    return [str(key) for key, state in zip(columns["Case ID"], columns["State"], strict=True) if state == "Open"]


def _sheet(parsed: Parsed) -> str:
    return parsed.places["Cases"].sheet


def _at(parsed: Parsed, key: str, column: str) -> str:
    """The address of a case's cell."""
    place, table = parsed.places["Cases"], parsed.ledger.tables["Cases"]
    return address(table.sheet_rows[list(table.columns["Case ID"]).index(key)], place.columns[column])


def _type(http: HTTPClient, spreadsheet: str, parsed: Parsed, key: str, column: str, value: CellValue) -> None:
    """What a browser does with what a person types."""
    cell = f"{quote_sheet(_sheet(parsed))}!{_at(parsed, key, column)}"
    http.values_update(spreadsheet, cell, {"valueInputOption": "USER_ENTERED"}, {"values": [[value]]})
