"""Reading a workbook back: the ledger of what people typed, where it lies, and every problem met on the way."""

from collections.abc import Mapping, Sequence

from sheetkit.records.boards import without_boards
from sheetkit.records.describe import describe
from sheetkit.records.figures import figures
from sheetkit.records.find import Sought, sought
from sheetkit.records.findings import Findings
from sheetkit.records.ledger import Ledger, TableRows
from sheetkit.records.locate import Located, locate
from sheetkit.records.named import Names
from sheetkit.records.place import Parsed
from sheetkit.records.references import Meaning
from sheetkit.records.rows import Rows, nothing
from sheetkit.records.setup import Setup, kin
from sheetkit.records.typed import World
from sheetkit.template.model import Template
from sheetkit.template.resolve import summaries
from sheetkit.workbook.grid import Grid


def parse(template: Template, grid: Grid) -> Parsed:
    """The ledger that a workbook holds, whatever people have done to it. Never raises for anything a person did.

    `ledger.tables` has every table of the template, without rows where it was not found, and every summary that was
    found as it stands. `ledger.names` has every setting and metric: where it was not found, the template's value or
    None. `ledger.problems` are the problems of single cells and of the layout; `records.check` finds those of rows.
    """
    findings, grid = Findings(), without_boards(grid)
    tables = sought(template)
    setup = Setup(template, Names(grid, findings, kin(template)), findings)
    world = setup.read()
    names = setup.names.places
    located = locate(tables, grid, findings)
    places = {name: table.place for name, table in located.items()}
    meaning = Meaning.of(places, {name: table.headers for name, table in located.items()}, names)
    rows = _rows(tables, located, world, meaning, findings)
    described = describe(grid)
    ledger = Ledger(
        template,
        rows,
        setup.values,
        setup.lists,
        tuple(findings.found),
        frozenset(setup.frozen),
        described.workbook_id if described else "",
    )
    return Parsed(ledger, places, names, grid.revision)


def _rows(
    tables: Sequence[Sought], located: Mapping[str, Located], world: World, meaning: Meaning, findings: Findings
) -> dict[str, TableRows]:
    """The rows of every table of the template, and of every summary that was found."""
    rows: dict[str, TableRows] = {}
    by_name = {summary.name: summary for _, summary in summaries(world.template)}
    for seek in tables:
        found = located.get(seek.name)
        if found and seek.tab:
            table = Rows(seek.tab, found.place, found.sheet, found.records, findings)
            rows[seek.name] = table.read(world, meaning)
        elif found:
            rows[seek.name] = figures(by_name[seek.name], found.place, found.sheet, findings)
        elif seek.tab:
            rows[seek.name] = nothing(seek.tab, seek.name)
    return rows
