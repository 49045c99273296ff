"""Where values.append writes: below the table that the range finds, as Google looks for it."""

from sheetkit.emulator.document import Sheet
from sheetkit.emulator.sheets.ranges import Area, whole
from sheetkit.emulator.sheets.reading import filled_cells

_NEAR = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1) if (down, right) != (0, 0)]


def table_at(sheet: Sheet, area: Area) -> Area | None:
    """The last table that a range meets, or None; a table is a block of cells that touch, within its bounding box."""
    met = [table for table in tables(sheet) if table.meets(area)]
    return max(met, key=lambda table: (table.bottom, table.right)) if met else None


def tables(sheet: Sheet) -> list[Area]:
    """The tables of a sheet: groups of filled cells that touch, also at corners; boxes that touch are one."""
    rest = {(row, column) for row, column, _ in filled_cells(sheet, whole(sheet))}
    boxes: list[Area] = []
    while rest:
        group = _group(rest)
        rows, columns = [row for row, _ in group], [column for _, column in group]
        boxes.append(Area(sheet.id, min(rows), max(rows) + 1, min(columns), max(columns) + 1))
    return _joined(boxes)


def _group(rest: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Take one group of touching places out of `rest`."""
    group = [rest.pop()]
    for row, column in group:
        for down, right in _NEAR:
            place = (row + down, column + right)
            if place in rest:
                rest.remove(place)
                group.append(place)
    return group


def _joined(boxes: list[Area]) -> list[Area]:
    """Boxes of which no two touch."""
    done: list[Area] = []
    while boxes:
        box = boxes.pop()
        near = Area(box.sheet_id, box.top - 1, box.bottom + 1, box.left - 1, box.right + 1)
        touching = [other for other in done if other.meets(near)]
        if not touching:
            done.append(box)
            continue
        done = [other for other in done if other not in touching]
        parts = [box, *touching]
        boxes.append(
            Area(
                box.sheet_id,
                min(part.top for part in parts),
                max(part.bottom for part in parts),
                min(part.left for part in parts),
                max(part.right for part in parts),
            )
        )
    return done


def grown(sheet: Sheet, rows: int, columns: int) -> None:
    """Give the grid at least so many rows and columns."""
    grid = dict(sheet.properties["gridProperties"])
    grid["rowCount"] = max(sheet.row_count, rows)
    grid["columnCount"] = max(sheet.column_count, columns)
    sheet.properties = {**sheet.properties, "gridProperties": grid}
