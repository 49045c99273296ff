"""Texts of cells: found and replaced, trimmed, split into columns, pasted from a table of text."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final

from sheetkit.emulator.document import Cell, Json, Sheet
from sheetkit.emulator.errors import invalid
from sheetkit.emulator.sheets import ranges, writing
from sheetkit.emulator.sheets.batch import blocks, grids
from sheetkit.emulator.sheets.batch.registry import Batch, Effect, kind
from sheetkit.emulator.sheets.calculation import recalculated
from sheetkit.emulator.sheets.ranges import Area
from sheetkit.emulator.sheets.shown import shown

_DELIMITERS: Final = {"COMMA": ",", "SEMICOLON": ";", "PERIOD": ".", "SPACE": " "}


@kind("findReplace", Effect.VALUES)
def find_replace(batch: Batch, body: Json) -> Json:
    """Texts replaced in a range, a sheet or all sheets; the reply counts what was."""
    recalculated(batch.document, batch.now)
    change = _replacing(body)
    occurrences, values, formulas, rows, sheets = 0, 0, 0, 0, 0
    for sheet, area in _searched(batch, body):
        touched = set()
        for place in sorted(place for place in sheet.cells if area.holds(*place)):
            cell = sheet.cells[place]
            if cell.formula and not body.get("includeFormulas"):
                continue
            text = cell.formula or _shown(batch, cell)
            new, count = change(text)
            if not count or (cell.value is None and not cell.formula):
                continue
            sheet.put(*place, typed(batch, cell, new))
            touched.add(place[0])
            occurrences += count
            formulas += bool(cell.formula)
            values += not cell.formula
        rows += len(touched)
        sheets += bool(touched)
    counts = (values, formulas, rows, sheets, occurrences)
    names = ("valuesChanged", "formulasChanged", "rowsChanged", "sheetsChanged", "occurrencesChanged")
    return {name: count for name, count in zip(names, counts, strict=True) if count}


def _searched(batch: Batch, body: Json) -> Iterator[tuple[Sheet, Area]]:
    where = [name for name in ("range", "sheetId", "allSheets") if body.get(name) is not None]
    if "range" in where:
        yield grids.area(batch.document, body["range"])
    elif body.get("allSheets"):
        yield from ((sheet, ranges.whole(sheet)) for sheet in batch.document.sheets)
    else:
        sheet = grids.grid(batch.document, body.get("sheetId", 0))
        yield sheet, ranges.whole(sheet)


def _replacing(body: Json) -> Callable[[str], tuple[str, int]]:
    """What replaces in one text, and says how often."""
    find, replacement = body.get("find", ""), body.get("replacement", "")
    if not find:
        raise invalid("find must not be empty.")
    regex = body.get("searchByRegex", False)
    flags = 0 if body.get("matchCase") else re.IGNORECASE
    try:
        pattern = re.compile(find if regex else re.escape(find), flags)
        template: Any = _groups(replacement) if regex else lambda _: replacement
        if body.get("matchEntireCell"):
            return lambda text: pattern.subn(template, text, count=1) if pattern.fullmatch(text) else (text, 0)
    except re.error as error:
        raise invalid(f"Invalid regular expression: {find}") from error
    return lambda text: pattern.subn(template, text)


def _groups(replacement: str) -> str:
    r"""A Java replacement ($1, \$) as Python writes it (\g<1>, $)."""
    text = replacement.replace("\\$", "\0").replace("\\", "\\\\")
    return re.sub(r"\$([0-9]+)", r"\\g<\1>", text).replace("\0", "$")


def _shown(batch: Batch, cell: Cell) -> str:
    locale = str(batch.document.properties.get("locale", "en_US"))
    return shown(cell.value, (cell.format or {}).get("numberFormat"), locale)


def typed(batch: Batch, cell: Cell, text: str) -> Cell:
    """The cell after somebody typed a text into it."""
    locale = str(batch.document.properties.get("locale", "en_US"))
    return writing.written(cell, text, raw=False, locale=locale, today=writing.local_date(batch.document, batch.now))


@kind("trimWhitespace", Effect.VALUES)
def trim_whitespace(batch: Batch, body: Json) -> Json:
    """No blanks at the ends of texts, and single ones inside."""
    sheet, area = grids.area(batch.document, body.get("range"))
    changed = 0
    for place in [place for place in sheet.cells if area.holds(*place)]:
        cell = sheet.cells[place]
        if isinstance(cell.value, str) and not cell.formula:
            new = re.sub(r"[^\S\n]+", " ", cell.value.strip())
            if new != cell.value:
                sheet.put(*place, replace(cell, value=new or None))
                changed += 1
    return {"cellsChangedCount": changed} if changed else {}


@kind("textToColumns", Effect.VALUES)
def text_to_columns(batch: Batch, body: Json) -> None:
    """The texts of one column split at a delimiter, over the columns to its right."""
    sheet, area = grids.area(batch.document, body.get("source"))
    if area.width != 1:
        raise invalid("The source range must span exactly one column.")
    texts = {row: _shown(batch, sheet.cell(row, area.left)) for row in range(area.top, area.bottom)}
    delimiter = _delimiter(body, list(texts.values()))
    parts = {row: text.split(delimiter) for row, text in texts.items() if text}
    need = area.left + max(map(len, parts.values()), default=0)
    if need > sheet.column_count:
        grids.resized(batch.document, sheet, sheet.row_count, need)
    for row, words in parts.items():
        for column, word in enumerate(words, area.left):
            sheet.put(row, column, typed(batch, sheet.cell(row, column), word.strip()))


def _delimiter(body: Json, texts: list[str]) -> str:
    how = body.get("delimiterType", "AUTODETECT")
    if how == "CUSTOM":
        if not body.get("delimiter"):
            raise invalid("delimiter must be specified.")
        return str(body["delimiter"])
    if how in _DELIMITERS:
        return _DELIMITERS[how]
    return max(_DELIMITERS.values(), key=lambda one: sum(text.count(one) for text in texts))


@kind("pasteData", Effect.VALUES)
def paste_data(batch: Batch, body: Json) -> None:
    """A table of text, as if it were typed in from a cell on; the grid grows for it."""
    if body.get("html"):
        raise invalid("HTML cannot be pasted here.")
    if not body.get("delimiter"):
        raise invalid("One of delimiter or html must be set.")
    sheet, top, left = grids.place(batch.document, body.get("coordinate"))
    lines = [line.split(body["delimiter"]) for line in body.get("data", "").replace("\r\n", "\n").split("\n")]
    if lines and lines[-1] == [""]:
        lines.pop()
    bottom, right = top + len(lines), left + max(map(len, lines), default=0)
    if bottom > sheet.row_count or right > sheet.column_count:
        size = max(bottom, sheet.row_count), max(right, sheet.column_count)
        grids.resized(batch.document, sheet, *size)
    how = blocks.PASTES[body.get("type", "PASTE_NORMAL")]
    keep_format = body.get("type") in {"PASTE_VALUES", "PASTE_FORMULA"}
    for row, words in enumerate(lines, top):
        for column, word in enumerate(words, left):
            old = sheet.cell(row, column)
            new = typed(batch, old, word)
            sheet.put(row, column, how(new, old) if keep_format else new)
