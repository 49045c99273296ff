"""What `sheetkit.read` gives back: the rows of a workbook, as tables and as DataFrames."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sheetkit.app import places
from sheetkit.app.workbook import open_workbook
from sheetkit.core.problem import Problem
from sheetkit.records.check import check as check_rows
from sheetkit.records.ledger import Ledger
from sheetkit.template.model import Template

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook as read: its template, its ledger of typed rows, and every problem found on reading."""

    path: str
    template: Template
    ledger: Ledger
    problems: tuple[Problem, ...]

    def table(self, name: str) -> "pd.DataFrame":
        """The rows of a table by its name or its tab's name; `compute.dataframe` says which dtypes. Raises KeyError."""
        from sheetkit.compute.dataframe import dataframe

        return dataframe(self.ledger, name)


def read(book: places.Book) -> Book:
    """Read a workbook that sheetkit built and people edited. Results of formulas are those that the file holds.

    Raises FileMissing, PackageRefused, NotSheetkitWorkbook or TemplateInvalid.
    """
    opened = open_workbook(book)
    problems = (*opened.parsed.ledger.problems, *check_rows(opened.parsed))
    return Book(opened.backend.label, opened.template, opened.parsed.ledger, problems)
