"""Builds, reads, checks, updates and reviews the spreadsheets in which people run refunds, returns and disputes.

The names below are the public API. Each is imported when it is first used, so that `import sheetkit` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sheetkit.app.book import Book, read
    from sheetkit.app.building import build
    from sheetkit.app.checking import check
    from sheetkit.app.importing import import_rows
    from sheetkit.app.reviewing import review
    from sheetkit.app.summarising import summary, write_summary
    from sheetkit.app.updating import update
    from sheetkit.backends.excel.edits import Formula, Result
    from sheetkit.backends.excel.patch import Report, patch_xlsx
    from sheetkit.core.errors import SheetkitError
    from sheetkit.core.problem import Problem
    from sheetkit.template.load import load_template

__version__ = "0.1.0"

__all__ = [
    "Book",
    "Formula",
    "Problem",
    "Report",
    "Result",
    "SheetkitError",
    "build",
    "check",
    "import_rows",
    "load_template",
    "patch_xlsx",
    "read",
    "review",
    "summary",
    "update",
    "write_summary",
]

_HOMES = {
    "Book": "sheetkit.app.book",
    "Formula": "sheetkit.backends.excel.edits",
    "Report": "sheetkit.backends.excel.patch",
    "Result": "sheetkit.backends.excel.edits",
    "Problem": "sheetkit.core.problem",
    "SheetkitError": "sheetkit.core.errors",
    "build": "sheetkit.app.building",
    "check": "sheetkit.app.checking",
    "import_rows": "sheetkit.app.importing",
    "load_template": "sheetkit.template.load",
    "patch_xlsx": "sheetkit.backends.excel.patch",
    "read": "sheetkit.app.book",
    "review": "sheetkit.app.reviewing",
    "summary": "sheetkit.app.summarising",
    "update": "sheetkit.app.updating",
    "write_summary": "sheetkit.app.summarising",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
