"""What was read of a spreadsheet last: the state that a patch is made against."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sheetkit.backends.google import mark
from sheetkit.workbook.grid import Grid


@dataclass(frozen=True, slots=True)
class Known:
    """A grid, and by the titles of its sheets their ids and sizes (rows, columns), and the ids of their tables.

    `names` are the ids of named ranges, `inserted` the number that the last insertion of rows left, 0 for none,
    `locale` that of the spreadsheet.
    """

    grid: Grid
    ids: Mapping[str, int]
    sizes: Mapping[str, tuple[int, int]]
    tables: Mapping[tuple[str, str], str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    inserted: int = 0
    locale: str = "en_US"

    @classmethod
    def of(cls, grid: Grid, answer: Mapping[str, Any]) -> "Known":
        """From the answer that the grid was made of."""
        ids: dict[str, int] = {}
        sizes: dict[str, tuple[int, int]] = {}
        tables: dict[tuple[str, str], str] = {}
        for one in answer.get("sheets", ()):
            about = one["properties"]
            size, title = about.get("gridProperties") or {}, about["title"]
            ids[title] = int(about.get("sheetId", 0))
            sizes[title] = int(size.get("rowCount", 0)), int(size.get("columnCount", 0))
            tables |= {(title, table["name"]): table["tableId"] for table in one.get("tables", ())}
        names = {one["name"]: one["namedRangeId"] for one in answer.get("namedRanges", ())}
        return cls(grid, ids, sizes, tables, names, mark.inserted(answer), answer["properties"]["locale"])
