"""Review: the figures of a quarter of a workbook."""

from datetime import date, datetime

from sheetkit.app.checking import in_order
from sheetkit.app.moment import moment
from sheetkit.app.places import Book
from sheetkit.app.results import Reviewed
from sheetkit.app.workbook import open_workbook
from sheetkit.compute.review import review as review_ledger
from sheetkit.core.dates import Quarter
from sheetkit.core.errors import SheetkitError
from sheetkit.records.check import check as check_rows


def review(book: Book, quarter: str | Quarter, *, as_of: date | datetime) -> Reviewed:
    """The figures of a quarter (2026Q3) with the quarter before, as of a day. The file is only read.

    Raises SheetkitError for a text that is no quarter, and what reading raises.
    """
    try:
        chosen = quarter if isinstance(quarter, Quarter) else Quarter.parse(quarter)
    except ValueError as error:
        raise SheetkitError(str(error)[:1].upper() + str(error)[1:] + ".") from None
    opened = open_workbook(book)
    figures = review_ledger(opened.parsed.ledger, chosen, moment(as_of).date())
    problems = (*opened.parsed.ledger.problems, *check_rows(opened.parsed))
    return Reviewed(opened.backend.label, figures, in_order(problems, opened.parsed), opened.backend.name)
