"""Spreadsheets and files as JSON for the disk: whole, or only what changed between two states."""

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, Field, fields
from datetime import datetime
from itertools import compress, islice
from typing import Any, Final

from sheetkit.core.values import CellError
from sheetkit.emulator.document import Cell, Document, Place, Sheet
from sheetkit.emulator.store import File

_CELL_PARTS: Final = tuple(field for field in fields(Cell) if field.name != "value")
_SHEET_PARTS: Final = tuple(field.name for field in fields(Sheet) if field.name != "cells")
_DOCUMENT_PARTS: Final = tuple(field.name for field in fields(Document) if field.name != "sheets")
_FILE_PARTS: Final = tuple(field for field in fields(File) if field.name not in {"document", "lock", "calculated"})


def _default(field: "Field[Any]") -> Any:
    return field.default if field.default_factory is MISSING else field.default_factory()


_DEFAULTS: Final = {field.name: _default(field) for field in _CELL_PARTS}


class _Shared:
    """Objects that many cells share, such as formats: each is written once, cells hold its number."""

    def __init__(self) -> None:
        self.objects: list[Any] = []
        self._numbers: dict[int, int] = {}

    def number(self, value: Mapping[str, Any]) -> int:
        known = self._numbers.get(id(value))
        if known is None:
            known = self._numbers[id(value)] = len(self.objects)
            self.objects.append(value)
        return known


def document_to_json(document: Document) -> dict[str, Any]:
    """A whole spreadsheet."""
    shared = _Shared()
    sheets = [
        {name: _plain(getattr(sheet, name)) for name in _SHEET_PARTS} | {"cells": _cells(sheet.cells.items(), shared)}
        for sheet in document.sheets
    ]
    parts = {name: _plain(getattr(document, name)) for name in _DOCUMENT_PARTS}
    return parts | {"sheets": sheets, "shared": shared.objects}


def document_from_json(content: Mapping[str, Any]) -> Document:
    """The spreadsheet that `document_to_json` wrote."""
    document = Document(**{name: _kept(name, content[name]) for name in _DOCUMENT_PARTS if name in content})
    for each in content["sheets"]:
        sheet = Sheet(**{name: _kept(name, each[name]) for name in _SHEET_PARTS if name in each})
        _fill(sheet, each["cells"], content["shared"])
        document.sheets.append(sheet)
    return document


def changes_to_json(before: Document, after: Document) -> dict[str, Any]:
    """What turns one state of a spreadsheet into a later one."""
    shared, sheets = _Shared(), []
    old = {sheet.id: sheet for sheet in before.sheets}
    for sheet in after.sheets:
        was = old.get(sheet.id) or Sheet({"sheetId": sheet.id, "title": ""})
        parts = {
            name: _plain(getattr(sheet, name))
            for name in _SHEET_PARTS
            if getattr(sheet, name) is not getattr(was, name) and getattr(sheet, name) != getattr(was, name)
        }
        put, gone = _difference(was.cells, sheet.cells)
        sheets.append({"id": sheet.id, "parts": parts, "cells": _cells(put, shared), "gone": gone})
    document = {name: _plain(getattr(after, name)) for name in _DOCUMENT_PARTS}
    return {"document": document, "sheets": sheets, "shared": shared.objects}


def _difference(
    old: Mapping[Place, Cell], new: Mapping[Place, Cell]
) -> tuple[Sequence[tuple[Place, Cell]], Sequence[Place]]:
    """The cells of `new` that `old` has not, and the places that are in `old` only.

    A copy of a dict keeps its order and its keys, so that a small change is found without looking anything up.
    """
    if all(map(operator.is_, old.keys(), new.keys())):
        changed = compress(new.items(), map(operator.is_not, new.values(), old.values()))
        return [*changed, *islice(new.items(), len(old), None)], [*islice(old, len(new), None)]
    put = [(place, cell) for place, cell in new.items() if old.get(place) is not cell]
    return put, [place for place in old if place not in new]


def apply_changes(document: Document, content: Mapping[str, Any]) -> None:
    """Bring a spreadsheet to the later state that `changes_to_json` wrote down."""
    for name, value in content["document"].items():
        setattr(document, name, _kept(name, value))
    old, document.sheets = {sheet.id: sheet for sheet in document.sheets}, []
    for each in content["sheets"]:
        sheet = old.get(each["id"]) or Sheet({"sheetId": each["id"], "title": ""})
        for name, value in each["parts"].items():
            setattr(sheet, name, _kept(name, value))
        for row, column in each["gone"]:
            sheet.cells.pop((row, column), None)
        _fill(sheet, each["cells"], content["shared"])
        document.sheets.append(sheet)


def _cells(cells: Iterable[tuple[Place, Cell]], shared: _Shared) -> list[list[Any]]:
    written: list[list[Any]] = []
    for (row, column), cell in cells:
        value: Any = cell.value
        if isinstance(value, CellError):
            value = {"error": value.code}
        more = {
            name: shared.number(part) if name in _SHARED_PARTS else _plain(part)
            for name, part in zip(_DEFAULTS, _parts(cell), strict=True)
            if part and part != _DEFAULTS[name]
        }
        written.append([row, column, value, more] if more else [row, column, value])
    return written


_parts: Final[Callable[[Cell], tuple[Any, ...]]] = operator.attrgetter(*_DEFAULTS)
_SHARED_PARTS: Final = {name for name, usual in _DEFAULTS.items() if usual is None}


def _fill(sheet: Sheet, cells: Iterable[list[Any]], shared: list[Any]) -> None:
    put = sheet.cells
    for row, column, value, *more in cells:
        kept = CellError(value["error"]) if isinstance(value, Mapping) else value
        if more:
            parts = {
                name: shared[part] if name in _SHARED_PARTS else _kept(name, part) for name, part in more[0].items()
            }
            put[row, column] = Cell(kept, **parts)
        else:
            put[row, column] = Cell(kept)


def _plain(value: Any) -> Any:
    """A value as JSON has it; numbers that are keys become text."""
    return list(value) if isinstance(value, tuple) else value


def _kept(name: str, value: Any) -> Any:
    """A value as the program has it: lists are tuples, the keys of rows and columns numbers."""
    if isinstance(value, list):
        return tuple(value)
    return {int(key): each for key, each in value.items()} if name in {"rows", "columns"} else value


def file_to_json(file: File) -> dict[str, Any]:
    """What Drive knows of a file, without its content."""
    return {field.name: _written(getattr(file, field.name)) for field in _FILE_PARTS}


def _written(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else _plain(value)


def file_from_json(content: Mapping[str, Any]) -> File:
    """The file that `file_to_json` wrote, without its content."""
    read: dict[str, Callable[[Any], Any]] = {
        "created": datetime.fromisoformat,
        "modified": datetime.fromisoformat,
        "parents": tuple,
    }
    names = {field.name for field in _FILE_PARTS}
    return File(**{name: read.get(name, lambda same: same)(value) for name, value in content.items() if name in names})
