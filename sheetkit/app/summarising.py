"""Summary: everything about one row of a workbook, to keep or to send."""

import os
import re
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Final

from sheetkit.app.checking import in_order, problems_of
from sheetkit.app.moment import moment
from sheetkit.app.pages import write_page
from sheetkit.app.places import Book, is_spreadsheet
from sheetkit.app.results import Summarised
from sheetkit.app.workbook import open_workbook
from sheetkit.compute.case import case
from sheetkit.compute.case_key import find_row
from sheetkit.compute.recompute import recompute
from sheetkit.report.case import page

_LONGEST_NAME: Final = 80
"""Characters of a key that the name of its file takes up."""


def summary(book: Book, key: str, *, as_of: date | datetime, tab: str = "", share: bool = False) -> Summarised:
    """The handling summary of the row with a key, in the tab of that name or in any, as of a day.

    With `share` private columns, what is computed from them, and working notes are left out. The workbook is only read.
    Raises KeyUnknown or KeyAmbiguous, and what reading raises.
    """
    opened = open_workbook(book)
    found = find_row(opened.parsed, key, tab)
    day = moment(as_of).date()
    parsed = replace(opened.parsed, ledger=recompute(opened.parsed.ledger, day))
    problems = in_order(problems_of(parsed), parsed)
    return Summarised(opened.backend.label, case(parsed, found, day, problems, share=share), opened.backend.name)


def page_path(book: str | os.PathLike[str], key: str) -> Path:
    """Where the page of a case goes when nobody says otherwise: `RF-2026-0001.html` beside the workbook.

    For a Google spreadsheet it is in the present folder.
    """
    name = re.sub(r"[^\w.-]+", "-", key)[:_LONGEST_NAME].strip("-.")
    page = f"{name or 'case'}.html"
    return Path(page) if is_spreadsheet(os.fspath(book)) else Path(book).with_name(page)


def write_summary(summarised: Summarised, html: str | os.PathLike[str] | None = None) -> Path:
    """Write the page of a summary to `html`, or beside the workbook; its path. Raises what `write_page` raises."""
    target = Path(html) if html else page_path(summarised.path, summarised.summary.key)
    write_page(target, page(summarised.summary, summarised.name), book=summarised.path)
    return target
