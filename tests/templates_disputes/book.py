"""A disputes workbook in memory: rows as people would type them, as an update leaves them."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from sheetkit.app.building import below, preset_rows
from sheetkit.app.moment import moment
from sheetkit.compute.advance import advance
from sheetkit.core.dates import to_serial
from sheetkit.core.values import CellValue
from sheetkit.records.arrange import place_all
from sheetkit.records.blank import blank_ledger
from sheetkit.records.ledger import Ledger
from sheetkit.template.load import find, load_text

FOLDER = Path(__file__).parents[2] / "templates/disputes"
AS_OF = date(2026, 11, 22)
"""A Sunday."""
Typed = dict[str, CellValue | date]
"""Column → what a person types."""


def book(typed: Mapping[str, Sequence[Typed]], as_of: date = AS_OF, **settings: CellValue) -> Ledger:
    """The workbook with some rows below the presets, by table, seen from a day."""
    source = find(FOLDER)
    template = load_text(source.text)
    rows = {table: columns_of(given) for table, given in typed.items()}
    ledger = blank_ledger(
        template,
        settings={"Today": to_serial(as_of), **settings},
        rows=below(template, preset_rows(template, source), rows),
    )
    return advance(place_all(ledger), moment(as_of), {}).ledger


def columns_of(rows: Sequence[Typed]) -> dict[str, list[CellValue]]:
    """The rows column by column; a cell that a row leaves out is blank."""
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: [cell(row.get(name)) for row in rows] for name in names}


def cell(value: CellValue | date) -> CellValue:
    """A value as a cell holds it."""
    return to_serial(value) if isinstance(value, date) else value


def shown(ledger: Ledger, table: str, *names: str) -> list[tuple[CellValue, ...]]:
    """Some columns of a table, row by row."""
    columns = ledger.tables[table].columns
    return list(zip(*(columns[name] for name in names), strict=True))


def bought(key: str, **typed: CellValue | date) -> Typed:
    """A purchase of 46 euros; names of columns with _ for each space."""
    given: Typed = {name.replace("_", " "): value for name, value in typed.items()}
    return {
        "Purchase ID": key,
        "Item": "Print",
        "Seller": "Bluebird Prints",
        "Value": 46.0,
        "Currency": "EUR",
        **given,
    }


def dispute(purchase: str, **typed: CellValue | date) -> Typed:
    """A case of 20 November 2026 with its basic facts; names of columns with _ for each space."""
    given: Typed = {name.replace("_", " "): value for name, value in typed.items()}
    basics: Typed = {"Opened On": date(2026, 11, 20), "Demand": "Refund", "Loss": 46.0}
    return {"Case ID": f"C-{purchase}", "Purchase ID": purchase, **basics, **given}
