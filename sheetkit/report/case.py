"""The handling summary of one row as an HTML document that needs nothing else, to print, to keep or to send."""

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final
from urllib.parse import urlsplit

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from sheetkit.compute.casefile import Case, Entry, RelatedRows, SourceRow
from sheetkit.core.dates import iso
from sheetkit.core.values import CellValue
from sheetkit.records.findings import as_text
from sheetkit.report.layout import width
from sheetkit.report.text import in_days
from sheetkit.report.values import is_measure, number, written
from sheetkit.template.model import ColumnType
from sheetkit.workbook.palette import COMPUTED, DEEP, FLAGS, INK, RULE, SOFT_INK

GENERATOR: Final = Markup('<meta name="generator" content="sheetkit">')
"""By this line of its head a page that sheetkit made is known."""
LINE: Final = 92
"""Characters that the cells of one row take on a sheet of A4; what does not fit stands below them."""
LONGEST: Final = 32
"""Characters of a cell that stays in its row."""
TALL: Final = 1500
"""Characters of a row above which it may be broken over two pages."""
_GAP: Final = 2
_WORDS: Final = frozenset({"text", "long text", "choice", "link", "email"})


def page(case: Case, source: str = "") -> str:
    """The whole document as a text. `source` is the name of the workbook, for its foot.

    It loads nothing from anywhere, runs no script, and shows every text of the workbook as text.
    """
    return _template().render(
        generator=GENERATOR,
        case=case,
        source=source,
        head=[as_text(entry.value) for entry in case.head],
        facts_=[_entry(entry) for entry in case.facts],
        dates=_timeline(case),
        money=[_entry(entry) for entry in case.money],
        figures=[_entry(entry) for entry in case.figures],
        texts=[_entry(entry) for entry in case.texts],
        sources=[_source(row) for row in case.sources],
        related=[_related(table) for table in case.related],
        css_key=_css_text(case.key),
        in_days=in_days,
        colours={"ink": INK, "soft": SOFT_INK, "rule": RULE, "computed": COMPUTED, "deep": DEEP},
        looks=FLAGS,
    )


@lru_cache(maxsize=1)
def _template() -> Template:
    text = files("sheetkit.report").joinpath("case.html.j2").read_text("utf-8")
    return Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True).from_string(
        text
    )


def shown(value: CellValue, kind: ColumnType, currency: str = "") -> str:
    """A cell as a document shows it: an amount with its currency, a number in a text column without separators."""
    if kind in _WORDS:
        return as_text(value)
    text = written(value, kind, currency)
    return f"{text}\N{NO-BREAK SPACE}{currency}" if kind == "money" and currency and number(value) is not None else text


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "label": entry.column,
        "value": shown(entry.value, entry.type, entry.currency),
        "link": _address(entry.value, entry.type),
        "computed": entry.computed,
        "private": entry.private,
    }


def _address(value: CellValue, kind: ColumnType) -> str:
    """Where a link leads; "" for what is no plain web address."""
    text = value.strip() if isinstance(value, str) and kind in {"link", "text"} else ""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    plain = parts.scheme in {"http", "https"} and bool(parts.netloc) and not any(c.isspace() for c in text)
    return text if plain else ""


def _css_text(text: str) -> Markup:
    """A text as a string of CSS, every character that is more than a letter or digit escaped by its number."""
    return Markup('"' + "".join(c if c.isascii() and c.isalnum() else f"\\{ord(c):x} " for c in text) + '"')  # noqa: S704


def _timeline(case: Case) -> list[dict[str, Any]]:
    """The dates in order, with today between what was and what is to come, unless all of it is over."""
    entries = [_entry(entry) | {"today": False, "ahead": (number(entry.value) or 0) >= case.today + 1}
               for entry in case.dates]  # fmt: skip
    ahead = next((index for index, entry in enumerate(entries) if entry["ahead"]), None)
    if ahead is not None:
        entries.insert(ahead, {"label": "Today", "value": iso(case.today), "today": True, "ahead": False,
                               "computed": False, "private": False, "link": ""})  # fmt: skip
    return entries


def _source(row: SourceRow) -> dict[str, Any]:
    entries = [_entry(entry) for entry in row.entries]
    return {"tab": row.tab, "through": row.through, "key": row.key, "entries": entries}


def _related(table: RelatedRows) -> dict[str, Any]:
    """A table with what fits side by side in its rows, and the rest below each row."""
    texts = [
        [shown(value, kind, code) if value not in (None, "") else ""
         for value, kind, code in zip(row, table.types, codes, strict=True)]
        for row, codes in zip(table.rows, table.currencies, strict=True)
    ]  # fmt: skip
    beside = _beside(table, texts)
    below = [index for index in range(len(table.columns)) if index not in beside]
    rows = [
        {
            "cells": [{"value": row[i], "link": _address(values[i], table.types[i])} for i in beside],
            "tall": sum(len(row[i]) for i in below) > TALL,
            "below": [
                {"label": table.columns[i], "value": row[i], "link": _address(values[i], table.types[i]),
                 "private": table.private[i], "short": len(row[i]) <= LONGEST}
                for i in below if row[i]
            ],
        }
        for row, values in zip(texts, table.rows, strict=True)
    ]  # fmt: skip
    heads = [
        {"label": table.columns[i], "right": is_measure(table.types[i]) and table.types[i] not in {"date", "datetime"},
         "private": table.private[i]}
        for i in beside
    ]  # fmt: skip
    return {"tab": table.tab, "heads": heads, "rows": rows, "more": table.count - len(table.rows)}


def _beside(table: RelatedRows, texts: Sequence[Sequence[str]]) -> list[int]:
    """The columns that stand side by side, as many as fit, in their order."""
    left = LINE
    chosen: list[int] = []
    for index, (name, kind) in enumerate(zip(table.columns, table.types, strict=True)):
        needed = max([*(width(row[index]) for row in texts), *(width(word) for word in name.split())])
        if kind == "long text" or needed > LONGEST or (needed + _GAP > left and chosen):
            continue
        left -= needed + _GAP
        chosen.append(index)
    return chosen or [0]
