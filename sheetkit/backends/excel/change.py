"""All changes to one workbook, gathered part by part until every one of them is known to be possible."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from sheetkit.backends.excel import newsheet
from sheetkit.backends.excel.append import Append, Appender
from sheetkit.backends.excel.book import Book
from sheetkit.backends.excel.edits import CellEdit
from sheetkit.backends.excel.growth import grow
from sheetkit.backends.excel.package import Package
from sheetkit.backends.excel.parts import Parts
from sheetkit.backends.excel.sheetedit import SheetEditor
from sheetkit.backends.excel.sheetxml import Place, RowBlock
from sheetkit.core.errors import PatchRefused
from sheetkit.core.problem import Problem
from sheetkit.formula.layout import Layout
from sheetkit.workbook import a1
from sheetkit.workbook.model import Sheet

Edits = Mapping[str, Mapping[Place, CellEdit]]
"""Edits by the sheet's name as the workbook spells it, then by place."""

REFUSED = "patch-refused"
"""The code of every problem that keeps a patch from being made."""


class Change:
    """The changes to one package. Without `strict`, a fresh result for a cell without a formula is left out."""

    def __init__(self, package: Package, *, strict: bool = True, recalculate: bool = True) -> None:
        self.package = package
        self.book = Book(Parts(package))
        self.cells = 0
        self._strict, self._recalculate = strict, recalculate
        self._values, self._chain = False, False

    def edit(self, edits: Edits, appends: Sequence[Append] = ()) -> list[Problem]:
        """Edit cells and append rows to tables; what is wrong with any of it. Call it once.

        Raises PatchRefused when rows cannot be appended, or when a sheet's XML is not understood.
        """
        every = {name: dict(places) for name, places in edits.items()}
        below: dict[str, RowBlock] = {}
        appenders = [Appender(self.book, append) for append in appends]
        problems: list[Problem] = []
        for append, appender in zip(appends, appenders, strict=True):
            others = [row for row, _ in edits.get(append.sheet, ())]
            others += [one.end for one in appenders if one is not appender and one.growth.sheet == append.sheet]
            with _understood(append.sheet):
                added = appender.added(max(others, default=-1))
            every[append.sheet] = {**added.cells, **every.get(append.sheet, {})}
            if added.below:
                below[append.sheet] = added.below
            problems += added.problems
        if appenders:
            grow(self.book, [appender.growth for appender in appenders])
        parts = {sheet.name: sheet.part for sheet in self.package.sheets}
        for name, places in every.items():
            problems += self._edit_sheet(name, parts[name], places, below.get(name))
        return problems

    def add(self, sheets: Sequence[Sheet], layout: Layout) -> None:
        """Add new tabs behind all others. Raises PatchRefused."""
        newsheet.add(self.book, sheets, layout)

    def finish(self) -> Parts:
        """The parts with all that follows from the changes: formats, the list of formula cells, the wish to compute."""
        parts = self.book.parts
        self.book.finish()
        if self._chain:
            for chain in self.package.related(self.package.workbook, "calcChain"):
                parts.drop(chain, self.package.workbook)
        if self._values and self._recalculate and self._has_formulas():
            parts.recalculate()
        return parts

    def _edit_sheet(
        self, name: str, part: str, places: Mapping[Place, CellEdit], below: RowBlock | None
    ) -> list[Problem]:
        with _understood(name):
            outcome = SheetEditor(self.book, part, strict=self._strict).edit(places, below)
        self.cells += outcome.cells
        self._values |= outcome.recalculated
        self._chain |= outcome.chained
        return [
            Problem(code=REFUSED, tab=name, cell=a1.address(*place), message=f"The cell {what}.", hint=hint)
            for place, what, hint in outcome.objections
        ]

    def _has_formulas(self) -> bool:
        """Whether any sheet computes anything, before or after the change."""
        if self._chain or self.package.related(self.package.workbook, "calcChain"):
            return True
        documents = (self.book.parts.document(sheet.part) for sheet in self.package.sheets)
        return any(document.shadow.find(b"</" + document.prefix + b"f>") >= 0 for document in documents)


@contextmanager
def _understood(sheet: str) -> Iterator[None]:
    """Refuse a sheet whose XML is not what the format allows."""
    try:
        yield
    except (ValueError, IndexError, KeyError) as wrong:
        raise PatchRefused(f"The sheet {sheet} holds XML that sheetkit does not understand ({wrong}).") from wrong
