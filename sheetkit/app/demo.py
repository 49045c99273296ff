"""`make demo`: builds a sample workbook, edits it the way people do, and runs the commands that one would type."""

import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

from sheetkit.app.demo_sync import in_step
from sheetkit.app.workbook import open_workbook
from sheetkit.backends.excel.patch import patch_xlsx
from sheetkit.core.errors import SheetkitError
from sheetkit.core.values import CellValue
from sheetkit.records.place import Parsed
from sheetkit.template.resolve import columns_owned, tab_of
from sheetkit.workbook.a1 import address

DAY: Final = "2026-11-22"
"""The sample ends in November 2026; the demo works as on this day, so that it shows the same each time."""
QUARTER: Final = "2026Q3"
MADE: Final = ("cases.xlsx", ".cases.xlsx.bak", "review.html")

NEW_ROW: Final[Mapping[str, CellValue | date]] = {
    "Date Request Received": date(2026, 11, 21),
    "Customer Name": "Jonas Weber",
    "Order ID": "A-20931",
    "Product": "Enamel Mug",
    "Amount": 18.5,
    "Currency": "EUR",
    "Reason": "Damgaed",
}

Edits = dict[tuple[str, str], CellValue | date]


def main(arguments: list[str]) -> int:
    """Run the demo in a folder and say what happened; 0 when all of it worked."""
    folder = Path(arguments[0] if arguments else "demo")
    folder.mkdir(parents=True, exist_ok=True)
    for name in MADE:
        (folder / name).unlink(missing_ok=True)
    book, page = folder / "cases.xlsx", folder / "review.html"

    _tell("1. A workbook is built, with a made-up year of a small shop in it.")
    _run("new", "refund-log", str(book), "--sample", "--as-of", DAY)

    _tell("2. Someone works in it, as people do:")
    edits, story = typed(open_workbook(book).parsed)
    patch_xlsx(book, edits)
    for line in story:
        _say(f"   - {line}")

    _tell("3. sheetkit brings it up to date. What was typed stays as it was typed.")
    _run("update", str(book), "--as-of", DAY, may_find=True)

    _tell("4. The problems are mended in the workbook, and it is brought up to date again:")
    edits, story = mended(open_workbook(book).parsed)
    patch_xlsx(book, edits)
    for line in story:
        _say(f"   - {line}")
    _run("update", str(book), "--as-of", DAY, may_find=True)
    _run("check", str(book), "--as-of", DAY, may_find=True)

    _tell("5. The quarter, as text and as a page to mail or print (the text is left out here):")
    _run("review", str(book), "--quarter", QUARTER, "--html", str(page), "--as-of", DAY, may_find=True, quiet=True)

    in_step(book, DAY, _run, _tell, _say)

    _tell("Look at:")
    _say(f"   {book}   in Excel, LibreOffice or Google Sheets; problems stand in the Check column")
    _say(f"   {page}  in a browser, or on a phone")
    _say(f"   the spreadsheet: sheetkit emulator --data {folder / 'google'}, then the address it shows, in a browser")
    return 0


def typed(parsed: Parsed) -> tuple[Edits, list[str]]:
    """What a person changes in the sample: cells by sheet and address with new values, and the same in words."""
    place, table = parsed.places["Cases"], parsed.ledger.tables["Cases"]
    edits: Edits = {}

    def put(row: int, column: str, value: CellValue | date) -> None:
        edits[place.sheet, address(row, place.columns[column])] = value

    open_rows = [row for row, state in enumerate(table.columns["State"]) if state == "Open"]
    reviewed = next(row for row in open_rows if table.columns["Status"][row] == "In Review")
    other = next(row for row in open_rows if row != reviewed)
    new, pasted = place.spare_rows[:2]
    for column, value in NEW_ROW.items():
        put(new, column, value)
    for copied in columns_owned(tab_of(parsed.ledger.template, "Cases"), "key", "input"):
        put(pasted, copied.name, table.columns[copied.name][other])
    put(table.sheet_rows[reviewed], "Status", "Approved")
    put(table.sheet_rows[other], "First Response On", "20.11.2026")
    put(table.sheet_rows[other], "Days Left", 5)
    keys = table.columns["Case ID"]
    return edits, [
        "a new row is typed, without a Case ID, and with a slip in Reason: Damgaed",
        f"the row of {keys[other]} is copied and pasted below, its Case ID with it",
        f"the status of {keys[reviewed]} is set to Approved; the day of approval is forgotten",
        f"in {keys[other]} a date is typed as text (20.11.2026), and a formula is typed over (Days Left)",
    ]


def mended(parsed: Parsed) -> tuple[Edits, list[str]]:
    """What the person does about the problems, in cells and in words."""
    place, table = parsed.places["Cases"], parsed.ledger.tables["Cases"]
    edits: Edits = {}

    def put(row: int, column: str, value: CellValue | date) -> None:
        edits[place.sheet, address(table.sheet_rows[row], place.columns[column])] = value

    columns = table.columns
    put(columns["Reason"].index(NEW_ROW["Reason"]), "Reason", "Damaged")
    put(table.height - 1, "Case ID", None)
    put(columns["First Response On"].index("20.11.2026"), "First Response On", date(2026, 11, 20))
    for row, status in enumerate(columns["Status"]):
        if status == "Approved" and columns["Approved On"][row] is None:
            put(row, "Approved On", date(2026, 11, 22))
    return edits, [
        "the reason is chosen from the list, the day of approval and the date are typed as dates",
        "the Case ID of the pasted row is cleared: it is a case of its own",
    ]


def _run(*arguments: str, may_find: bool = False, quiet: bool = False) -> None:
    """Run a command as a person would, and show it; finding problems is fine where `may_find`."""
    _say(f"   $ sheetkit {' '.join(arguments)}")
    done = subprocess.run(  # noqa: S603 - our own program with our own arguments
        [sys.executable, "-m", "sheetkit", *arguments], check=False, capture_output=True, text=True, encoding="utf-8"
    )
    if done.returncode not in ((0, 1) if may_find else (0,)):
        raise SheetkitError(f"`sheetkit {arguments[0]}` ended with {done.returncode}: {done.stderr.strip()}")
    for line in () if quiet else done.stdout.splitlines():
        _say(f"   {line}".rstrip())


def _tell(text: str) -> None:
    _say(f"\n{text}")


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except SheetkitError as error:
        sys.exit(str(error))
