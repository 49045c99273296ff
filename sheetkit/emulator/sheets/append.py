"""Where values.append writes: below the table that the range finds, as Google looks for it."""

from collections.abc import Iterator
from itertools import groupby

from sheetkit.emulator.document import Sheet
from sheetkit.emulator.sheets.ranges import Area, whole
from sheetkit.emulator.sheets.reading import filled_cells


def table_at(sheet: Sheet, area: Area) -> Area | None:
    """The last table that a range meets, or None; a table is a block of cells that touch, within its bounding box."""
    met = [table for table in tables(sheet) if table.meets(area)]
    return max(met, key=lambda table: (table.bottom, table.right)) if met else None


def tables(sheet: Sheet) -> list[Area]:
    """The tables of a sheet: groups of filled cells that touch, also at corners; boxes that touch are one."""
    done: list[Area] = []
    growing: list[Area] = []
    for row, runs in _runs(sheet):
        done += [box for box in growing if box.bottom < row]
        growing = [box for box in growing if box.bottom >= row]
        for left, right in runs:
            near = [box for box in growing if box.left <= right and left <= box.right]
            growing = [box for box in growing if box not in near]
            growing.append(_around([Area(sheet.id, row, row + 1, left, right), *near]))
    return _joined(done + growing)


def _runs(sheet: Sheet) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    """Each row with filled cells, and where in it cells follow one another: half-open pairs of columns."""
    for row, cells in groupby(filled_cells(sheet, whole(sheet)), key=lambda each: each[0]):
        runs: list[tuple[int, int]] = []
        for _, column, _ in cells:
            if runs and runs[-1][1] == column:
                runs[-1] = (runs[-1][0], column + 1)
            else:
                runs.append((column, column + 1))
        yield row, runs


def _around(boxes: list[Area]) -> Area:
    """The box around boxes."""
    return Area(
        boxes[0].sheet_id,
        min(box.top for box in boxes),
        max(box.bottom for box in boxes),
        min(box.left for box in boxes),
        max(box.right for box in boxes),
    )


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
        boxes.append(_around([box, *touching]))
    return done


def grown(sheet: Sheet, rows: int, columns: int) -> None:
    """Give the grid at least so many rows and columns."""
    grid = dict(sheet.properties["gridProperties"])
    grid["rowCount"] = max(sheet.row_count, rows)
    grid["columnCount"] = max(sheet.column_count, columns)
    sheet.properties = {**sheet.properties, "gridProperties": grid}
