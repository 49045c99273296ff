"""Where each table lies, with its rows and headers, and what is wrong with the layout."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sheetkit.records.arrange import HIDDEN
from sheetkit.records.extent import Extent, extent
from sheetkit.records.find import Search, Sought, Spot, search
from sheetkit.records.findings import Findings
from sheetkit.records.headers import Headers, fold
from sheetkit.records.place import Place
from sheetkit.template.model import Tab
from sheetkit.workbook.a1 import MAX_ROWS, column_letters
from sheetkit.workbook.grid import Grid, GridSheet


@dataclass(frozen=True, slots=True)
class Located:
    """A table that was found: its place, its sheet, the sheet rows that hold records.

    `headers` maps each header, as it reads now, to the template's column.
    """

    place: Place
    sheet: GridSheet
    records: Sequence[int]
    headers: Mapping[str, str]


def locate(tables: Sequence[Sought], grid: Grid, findings: Findings) -> dict[str, Located]:
    """Every table that was found, by its name; what was not found or is odd is noted."""
    found = search(tables, grid)
    located: dict[str, Located] = {}
    for seek in tables:
        if seek.name not in found.spots:
            _missing(seek, found, grid, findings)
            continue
        spot, headers = found.spots[seek.name]
        _headers(seek, spot, headers, findings)
        _own_list(seek, spot, findings)
        place, rows = _place(seek, spot, headers, _stop(spot, found))
        if seek.tab:
            _edges(seek.tab, place, rows, findings)
        present = {spot.texts[at]: column for column, at in headers.columns.items()}
        located[seek.name] = Located(place, spot.sheet, rows.records, present)
    return located


def _place(seek: Sought, spot: Spot, headers: Headers, stop: int) -> tuple[Place, Extent]:
    if seek.tab:
        rows = extent(spot, seek.tab, headers.columns, headers.extra.values(), stop)
    else:
        last = spot.table.last_row if spot.table else _last_filled(spot, headers, stop)
        rows = Extent(last, range(spot.row + 1, last + 1), ())
    place = Place(
        table=seek.name,
        tab=seek.sheet,
        sheet=spot.sheet.name,
        header_row=spot.row,
        last_row=rows.last,
        columns=headers.columns,
        extra=headers.extra,
        missing=headers.missing,
        real=spot.table.name if spot.table else "",
        totals=rows.totals,
        spare_rows=rows.spare,
        beneath=rows.beneath,
    )
    return place, rows


def _last_filled(spot: Spot, headers: Headers, stop: int) -> int:
    """The last row before the first blank one, for a summary that is no real table any more."""
    row = spot.row
    while row + 1 < min(stop, spot.sheet.height) and any(
        _cell(spot.sheet, row + 1, c) for c in headers.columns.values()
    ):
        row += 1
    return row


def _cell(sheet: GridSheet, row: int, column: int) -> bool:
    return sheet.value(row, column) is not None or sheet.formula(row, column) is not None


def _stop(spot: Spot, found: Search) -> int:
    """The first row below that another table on the same columns of the sheet claims."""
    last = max(spot.texts, default=0)
    first = min(spot.texts, default=0)
    rows = [
        table.row
        for table in spot.sheet.tables
        if table is not spot.table and table.row > spot.row and table.column <= last and first <= table.last_column
    ]
    rows += [
        other.row
        for other, _ in found.spots.values()
        if other.sheet is spot.sheet and other.row > spot.row and not other.table
    ]
    return min(rows, default=MAX_ROWS)


def _headers(seek: Sought, spot: Spot, headers: Headers, findings: Findings) -> None:
    sheet = spot.sheet.name
    for column, header in headers.renamed.items():
        message = f'The header {column} now reads "{header}". The column was read as {column}.'
        hint = f"Change the header back to {column}."
        at = (spot.row, headers.columns[column])
        findings.add("header-renamed", message, hint, tab=sheet, at=at, column=column)
    for header, place in headers.twice:
        message = f'The header "{header}" stands twice. Column {column_letters(place)} was not read.'
        findings.add(
            "duplicate-header", message, "Rename the one that is yours.", tab=sheet, at=(spot.row, place), column=header
        )
    for column in headers.missing:
        likely = headers.likely.get(column)
        hint = f'If "{likely}" is that column, change its header to {column}.' if likely else _UNDO
        message = f"{seek.name} has no column {column} any more, so it is read as blank."
        code = "column-missing" if seek.tab else "dashboard-missing"
        findings.add(code, message, hint, tab=sheet, column=column)


def _own_list(seek: Sought, spot: Spot, findings: Findings) -> None:
    """A real table keeps a list of its columns, which a script that moves cells leaves behind."""
    declared = [fold(name) for name in spot.table.columns] if spot.table else []
    if spot.table is None or not any(declared):
        return
    shown = {at: fold(spot.texts.get(spot.table.column + at, "")) for at in range(len(declared))}
    moved = [at for at, text in shown.items() if text and text != declared[at] and text in declared]
    if not moved:
        return
    first = moved[0]
    at = spot.table.column + first
    more = f" (and {len(moved) - 1} more)" if len(moved) > 1 else ""
    message = (
        f'The table {seek.name} lists "{spot.table.columns[first]}" where column {column_letters(at)} has the header'
        f' "{spot.texts[at]}"{more}. Its formulas and filters go by that list, so they read other columns than meant.'
    )
    hint = (
        "A script has deleted, inserted or moved columns without it. Take the version before, and do it in Excel or"
        " LibreOffice, which change both."
    )
    findings.add("table-columns", message, hint, tab=spot.sheet.name, at=(spot.row, at), column=spot.texts[at])


_UNDO = "Undo the deletion, or insert a column with that header."


def _missing(seek: Sought, found: Search, grid: Grid, findings: Findings) -> None:
    rivals = found.rivals.get(seek.name, ())
    if not seek.tab:
        if not grid.sheet(seek.sheet):
            return  # the missing tab has been reported once, with its metrics
        message = f"The table {seek.name} is not on {seek.sheet} any more, so it cannot be refreshed."
        hint = "Nothing needs to be done if it was removed on purpose."
        findings.add("dashboard-missing", message, hint, tab=seek.sheet, column=seek.name)
    elif rivals:
        message = f"{', '.join(rivals)} all have the headers of {seek.name}, and none has its name, so none was read."
        findings.add("table-missing", message, f"Name the tab that counts {seek.sheet}.", column=seek.name)
    else:
        shown = ", ".join(sheet.name for sheet in grid.sheets[:10] if sheet.name.casefold() != HIDDEN)
        message = (
            f"The table {seek.name} was not found: no tab has its name or its headers. There are: {shown or 'none'}."
        )
        names = ", ".join(want.name for want in seek.wanted[:4])
        hint = f"Bring the tab {seek.sheet} back from a backup, or restore its header row ({names} …)."
        findings.add("table-missing", message, hint, column=seek.name)


def _edges(tab: Tab, place: Place, rows: Extent, findings: Findings) -> None:
    if rows.beneath:
        first, last = rows.last - rows.beneath + 2, rows.last + 1
        which = f"Row {first} stands" if first == last else f"Rows {first} to {last} stand"
        read, them = ("It was", "it") if first == last else ("They were", "them")
        message = f"{which} directly below the table, which ends in row {first - 1}. {read} read as part of it."
        hint = (
            f"Drag the lower right corner of the table down to row {last}, so that its formulas and lists reach {them}."
        )
        findings.add("rows-below-table", message, hint, tab=place.sheet, at=(first - 1, min(place.columns.values())))
    for first, last in rows.outside:
        one = first == last
        which = f"Row {first + 1} looks like one" if one else f"Rows {first + 1} to {last + 1} look like some"
        apart = "stands apart below the table and was" if one else "stand apart below the table and were"
        message = f"{which} of {tab.name}, but {apart} not read."
        them, into = ("it", "a blank row") if one else ("them", "blank rows")
        hint = f"Move {them} up, directly below row {place.last_row + 1}, or into {into} of the table."
        findings.add("rows-outside-table", message, hint, tab=place.sheet, at=(first, min(place.columns.values())))
