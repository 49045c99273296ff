"""Blocks of cells that are inserted, deleted, cut, copied and pasted."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from sheetkit.emulator.calc import rewrite
from sheetkit.emulator.calc.rewrite import Block
from sheetkit.emulator.document import Cell, Document, Json, Sheet
from sheetkit.emulator.sheets import ranges
from sheetkit.emulator.sheets.batch import formulas, grids
from sheetkit.emulator.sheets.batch.grids import ROWS, Dimension
from sheetkit.emulator.sheets.batch.registry import Batch, Effect, kind
from sheetkit.emulator.sheets.ranges import Area

_EMPTY: Final = Cell()


@kind("insertRange", Effect.VALUES)
def insert_range(batch: Batch, body: Json) -> None:
    """Empty cells; those there and beyond move down or right, and the grid grows for what would fall off."""
    sheet, area = grids.area(batch.document, body.get("range"))
    insert(batch.document, sheet, area, grids.named(body, "shiftDimension"))


@kind("deleteRange", Effect.VALUES)
def delete_range(batch: Batch, body: Json) -> None:
    """Cells less; those beyond move up or left."""
    sheet, area = grids.area(batch.document, body.get("range"))
    dimension, document = grids.named(body, "shiftDimension"), batch.document
    for place in [place for place in sheet.cells if area.holds(*place)]:
        del sheet.cells[place]
    formulas.rewrite(document, _without(sheet, area))
    _slide(document, sheet, _beyond(sheet, area, dimension, area.bottom, area.right), area, dimension, -1)


def insert(document: Document, sheet: Sheet, area: Area, dimension: Dimension) -> None:
    """Make room for an area by moving what is there and beyond."""
    moved = _beyond(sheet, area, dimension, area.top, area.left)
    last = max((place[0 if dimension == ROWS else 1] for place in sheet.cells if moved.holds(*place)), default=-1)
    count = area.height if dimension == ROWS else area.width
    if last + count >= grids.length(sheet, dimension):
        need = last + count + 1
        size = (need, sheet.column_count) if dimension == ROWS else (sheet.row_count, need)
        grids.resized(document, sheet, *size)
    _slide(document, sheet, moved, area, dimension, 1)


def _beyond(sheet: Sheet, area: Area, dimension: Dimension, top: int, left: int) -> Area:
    if dimension == ROWS:
        return Area(sheet.id, top, sheet.row_count, area.left, area.right)
    return Area(sheet.id, area.top, area.bottom, left, sheet.column_count)


def _slide(document: Document, sheet: Sheet, moved: Area, area: Area, dimension: Dimension, sign: int) -> None:
    """Move the cells of `moved` by the size of `area`, and what refers to them."""
    rows, columns = (sign * area.height, 0) if dimension == ROWS else (0, sign * area.width)
    cells = {place: sheet.cells.pop(place) for place in list(sheet.cells) if moved.holds(*place)}
    sheet.cells |= {(row + rows, column + columns): cell for (row, column), cell in cells.items()}
    _follow(document, sheet, moved, sheet, moved.top + rows, moved.left + columns)


def _without(sheet: Sheet, area: Area) -> Callable[[str, str], str]:
    """What formulas become when cells are taken out: references to nothing but them are lost."""
    block = Block(sheet.title, area.top, area.left, area.bottom, area.right)

    def new(formula: str, own: str) -> str:
        away = rewrite.moved_cells(formula, block, _NOWHERE, 0, 0, own_title=own)
        return rewrite.without_sheet(away, _NOWHERE)

    return new


_NOWHERE: Final = "nowhere" * 20
"""A title that no sheet has: it is too long."""


def _follow(document: Document, source: Sheet, moved: Area, target: Sheet, row: int, column: int) -> None:
    """Let formulas, merges, named and other ranges that lie wholly in a block follow it to another corner."""
    block = Block(source.title, moved.top, moved.left, moved.bottom, moved.right)
    formulas.rewrite(
        document,
        lambda formula, own: rewrite.moved_cells(formula, block, target.title, row, column, own_title=own),
    )
    rows, columns = row - moved.top, column - moved.left

    def placed(json: Json) -> Json:
        if json.get("sheetId", 0) != source.id or not set(json) >= _BOUNDS:
            return json
        top, left = json["startRowIndex"], json["startColumnIndex"]
        if not (moved.holds(top, left) and moved.holds(json["endRowIndex"] - 1, json["endColumnIndex"] - 1)):
            return json
        height, width = json["endRowIndex"] - top, json["endColumnIndex"] - left
        area = Area(target.id, top + rows, top + rows + height, left + columns, left + columns + width)
        return ranges.to_grid_range(area)

    document.named_ranges = tuple({**name, "range": placed(name["range"])} for name in document.named_ranges)
    source.merges = tuple(placed(merge) for merge in source.merges)
    source.conditional_formats = tuple(
        {**rule, "ranges": [placed(one) if target is source else one for one in rule["ranges"]]}
        for rule in source.conditional_formats
    )
    if target is source:
        source.tables = tuple({**table, "range": placed(table["range"])} for table in source.tables)
        source.protected_ranges = tuple({**one, "range": placed(one["range"])} for one in source.protected_ranges)
        if source.basic_filter:
            source.basic_filter = {**source.basic_filter, "range": placed(source.basic_filter["range"])}
    else:
        gone = [merge for merge in source.merges if merge.get("sheetId", 0) == target.id]
        source.merges = tuple(merge for merge in source.merges if merge.get("sheetId", 0) != target.id)
        target.merges = (*target.merges, *gone)


_BOUNDS: Final = frozenset({"startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex"})


@kind("cutPaste", Effect.VALUES)
def cut_paste(batch: Batch, body: Json) -> None:
    """Cells taken away here and put down there; what refers to them follows."""
    document = batch.document
    source, area = grids.area(document, body.get("source"))
    target, row, column = grids.place(document, body.get("destination"))
    landing = Area(target.id, row, row + area.height, column, column + area.width)
    if landing.bottom > target.row_count or landing.right > target.column_count:
        raise ranges.beyond(target, landing)
    cells = {place: source.cells.pop(place) for place in list(source.cells) if area.holds(*place)}
    held = {place: target.cells.get(place, _EMPTY) for place in _places(landing)}
    combine = PASTES[body.get("pasteType", "PASTE_NORMAL")]
    gone = [merge for merge in target.merges if ranges.from_grid_range(document, merge).meets(landing)]
    target.merges = tuple(merge for merge in target.merges if merge not in gone or source is target)
    for place, old in held.items():
        cut = cells.get((place[0] - row + area.top, place[1] - column + area.left), _EMPTY)
        if source is not target:
            block = Block(source.title, area.top, area.left, area.bottom, area.right)
            cut = formulas.in_cell(
                cut,
                lambda formula, block=block: rewrite.moved_cells(  # type: ignore[misc]
                    formula, block, target.title, row, column, own_title=source.title, new_title=target.title
                ),
            )
        target.put(*place, combine(cut, old))
    _follow(document, source, area, target, row, column)


@kind("copyPaste", Effect.VALUES)
def copy_paste(batch: Batch, body: Json) -> None:
    """Cells copied, as often as they fit into the destination; relative references move along."""
    document = batch.document
    source, area = grids.area(document, body.get("source"))
    target, wide = _destination(document, body.get("destination"))
    turned = body.get("pasteOrientation") == "TRANSPOSE"
    height, width = (area.width, area.height) if turned else (area.height, area.width)
    rows = wide.height if wide.height % height == 0 and wide.height else height
    columns = wide.width if wide.width % width == 0 and wide.width else width
    landing = Area(target.id, wide.top, wide.top + rows, wide.left, wide.left + columns)
    if landing.bottom > target.row_count or landing.right > target.column_count:
        raise ranges.beyond(target, landing)
    how = body.get("pasteType", "PASTE_NORMAL")
    if how == "PASTE_CONDITIONAL_FORMATTING":
        _copy_rules(document, source, area, target, landing)
        return
    block = {place: source.cells.get(place, _EMPTY) for place in _places(area)}
    for place in _places(landing):
        down, right = (place[0] - landing.top) % height, (place[1] - landing.left) % width
        origin = (area.top + right, area.left + down) if turned else (area.top + down, area.left + right)
        copied = _shifted(block[origin], place[0] - origin[0], place[1] - origin[1])
        target.put(*place, PASTES[how](copied, target.cells.get(place, _EMPTY)))
    if how in {"PASTE_NORMAL", "PASTE_FORMAT", "PASTE_NO_BORDERS"}:
        _copy_rules(document, source, area, target, landing)
        if not turned:
            _copy_merges(document, source, area, target, landing)


def _destination(document: Document, range_: Json | None) -> tuple[Sheet, Area]:
    """The sheet and the cells of a destination, which may say no more than where it begins."""
    if range_ is not None and not {"endRowIndex", "endColumnIndex"} & set(range_) and "startRowIndex" in range_:
        start = {key: value for key, value in range_.items() if key == "sheetId"}
        start |= {"rowIndex": range_["startRowIndex"], "columnIndex": range_.get("startColumnIndex", 0)}
        sheet, row, column = grids.place(document, start)
        return sheet, Area(sheet.id, row, row + 1, column, column + 1)
    return grids.area(document, range_)


def _places(area: Area) -> list[tuple[int, int]]:
    return [(row, column) for row in range(area.top, area.bottom) for column in range(area.left, area.right)]


def _shifted(cell: Cell, rows: int, columns: int) -> Cell:
    if not cell.formula:
        return cell
    return replace(cell, formula=rewrite.shifted(cell.formula, rows, columns))


def _without_borders(format_: Json | None, old: Json | None) -> Json | None:
    new = {key: value for key, value in (format_ or {}).items() if key != "borders"}
    if old and "borders" in old:
        new["borders"] = old["borders"]
    return new or None


PASTES: Final[dict[str, Callable[[Cell, Cell], Cell]]] = {
    "PASTE_NORMAL": lambda new, _: new,
    "PASTE_VALUES": lambda new, old: replace(old, value=new.value, formula="", runs=new.runs, chips=new.chips),
    "PASTE_FORMAT": lambda new, old: replace(old, format=new.format, validation=new.validation),
    "PASTE_NO_BORDERS": lambda new, old: replace(new, format=_without_borders(new.format, old.format)),
    "PASTE_FORMULA": lambda new, old: replace(old, value=new.value, formula=new.formula),
    "PASTE_DATA_VALIDATION": lambda new, old: replace(old, validation=new.validation),
    "PASTE_CONDITIONAL_FORMATTING": lambda _, old: old,
}
"""What becomes of a cell when another is pasted over it, by kind of paste."""


def _copy_rules(document: Document, source: Sheet, area: Area, target: Sheet, landing: Area) -> None:
    """The conditional formats over what was copied also lie over where it was pasted."""
    if source is not target:
        new = [
            {**rule, "ranges": [ranges.to_grid_range(landing)]}
            for rule in source.conditional_formats
            if any(ranges.from_grid_range(document, one).meets(area) for one in rule["ranges"])
        ]
        target.conditional_formats = (*target.conditional_formats, *new)
        return
    rules: list[Json] = []
    for rule in source.conditional_formats:
        own = [ranges.from_grid_range(document, one) for one in rule["ranges"]]
        if any(one.meets(area) for one in own) and not any(_within(landing, one) for one in own):
            rules.append({**rule, "ranges": [*rule["ranges"], ranges.to_grid_range(landing)]})
        else:
            rules.append(rule)
    source.conditional_formats = tuple(rules)


def _within(inner: Area, outer: Area) -> bool:
    return outer.holds(inner.top, inner.left) and outer.holds(inner.bottom - 1, inner.right - 1)


def _copy_merges(document: Document, source: Sheet, area: Area, target: Sheet, landing: Area) -> None:
    held = [ranges.from_grid_range(document, merge) for merge in source.merges]
    copied = [
        Area(target.id, *(at + down for at in (one.top, one.bottom)), *(at + right for at in (one.left, one.right)))
        for one in held
        if _within(one, area)
        for down in range(landing.top - area.top, landing.bottom - area.top, area.height)
        for right in range(landing.left - area.left, landing.right - area.left, area.width)
    ]
    kept = tuple(merge for merge in target.merges if not ranges.from_grid_range(document, merge).meets(landing))
    target.merges = (*kept, *(ranges.to_grid_range(one) for one in copied))
