"""Where a cell leads: the address of a HYPERLINK formula or of a linked text."""

import re
from typing import Final

from sheetkit.emulator.document import Cell

_HYPERLINK: Final = re.compile(r'=\s*HYPERLINK\(\s*"((?:[^"]|"")*)"\s*[,;)]', re.IGNORECASE)


def target(cell: Cell) -> str:
    """The hyperlink of a cell's CellData: one that stands for the whole cell, else ""."""
    if cell.formula:
        match = _HYPERLINK.match(cell.formula)
        return match[1].replace('""', '"') if match else ""
    whole = (cell.format or {}).get("textFormat", {}).get("link", {}).get("uri", "")
    if whole:
        return str(whole)
    links = {str(run.get("format", {}).get("link", {}).get("uri", "")) for run in cell.runs}
    return links.pop() if len(links) == 1 else ""
