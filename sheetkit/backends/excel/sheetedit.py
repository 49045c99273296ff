"""The edits of one sheet carried out on its part: what differs is rewritten, what must not be written is named."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sheetkit.backends.excel.barriers import Objection, objections
from sheetkit.backends.excel.book import Book
from sheetkit.backends.excel.bytesxml import Document
from sheetkit.backends.excel.cellxml import CellReader, Present, cell_bytes, equal, kept_head
from sheetkit.backends.excel.edits import DAYS_TO_1904, CellEdit, spelled
from sheetkit.backends.excel.formulas import SheetFormulas
from sheetkit.backends.excel.sheetxml import Place, RowBlock, SheetXml, Spot
from sheetkit.backends.excel.styles import is_date_code
from sheetkit.backends.excel.texts import escape
from sheetkit.workbook import a1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the edits of one sheet: cells that change, why some cannot, and what that does to formulas.

    `recalculated` says that values changed which formulas may read; `chained` that a formula came or went, so that the
    workbook's list of formula cells is no longer right.
    """

    cells: int
    objections: tuple[Objection, ...] = ()
    recalculated: bool = False
    chained: bool = False


class SheetEditor:
    """Edits one sheet part. Without `strict`, a fresh result for a cell without a formula is left out."""

    def __init__(self, book: Book, name: str, *, strict: bool = True) -> None:
        self._book, self._name, self._strict = book, name, strict
        self._sheet = SheetXml(book.parts.document(name), name)
        self._reader = CellReader(self._sheet.part, book.shared_text)
        self._formulas = SheetFormulas(self._sheet)

    def edit(self, edits: Mapping[Place, CellEdit], below: RowBlock | None = None) -> Outcome:
        """Carry out the edits that change something, all or none of them, and put the rows `below` under the others."""
        below = below or RowBlock()
        spots = self._sheet.locate(edits)
        present = {place: self._read(spot) for place, spot in spots.items()}
        bases = {place: self._base(edit, spots[place], present[place]) for place, edit in edits.items()}
        settled = {place: self._counted(edit, bases[place]) for place, edit in edits.items()}
        changed = {place: edit for place, edit in settled.items() if self._differs(place, edit, present[place])}
        early = [
            place for place, edit in changed.items() if edit.text != edits[place].text and edit.text.startswith("-")
        ]
        keeps = [place for place, edit in changed.items() if edit.keep and not self._has_formula(place, present[place])]
        against = list(objections(self._sheet, self._formulas, self._book.tables(self._name), changed))
        against += [
            (place, "would lie before 1904, where this workbook's dates begin", "Give text.") for place in early
        ]
        if self._book.styles is None:
            dated = [place for place, edit in changed.items() if edit.dated]
            against += [(place, "would show a number: the workbook has no formats", "Give text.") for place in dated]
        if self._strict:
            against += [(place, "has no formula whose result could be refreshed", "Give a value.") for place in keeps]
        else:
            for place in keeps:
                del changed[place]
        if against or not (changed or below.cells):
            return Outcome(0, tuple(sorted(against)))
        self._write(changed, spots, present, bases, below)
        return Outcome(
            len(changed) + below.cells,
            recalculated=below.cells > 0 or any(not edit.keep for edit in changed.values()),
            chained=below.chained or any(self._chains(edit, present[place]) for place, edit in changed.items()),
        )

    def _write(
        self,
        changed: Mapping[Place, CellEdit],
        spots: Mapping[Place, Spot],
        present: Mapping[Place, Present | None],
        bases: Mapping[Place, int],
        below: RowBlock,
    ) -> None:
        part, parts = self._sheet.part, self._book.parts
        overwritten = [(place, cell) for place, edit in changed.items() if (cell := present[place]) and not edit.keep]
        orphans = {one.place: (one.span, text) for one, text in self._formulas.orphans(overwritten)}
        cells = {}
        for place, edit in changed.items():
            cell = present[place]
            own = orphans.pop(place)[1] if place in orphans else None
            head = kept_head(part.tag(cell.span), keep_metadata=edit.keep) if cell else _new_head(part, place)
            style = self._style(edit, bases[place])
            cells[place] = cell_bytes(part, head, style, edit, self._formula(place, edit, cell, own))
        splices = self._sheet.splices(cells, spots, below)
        splices += [(span.start, span.end, formula_element(part, text)) for span, text in orphans.values()]
        parts.splice(self._name, splices)

    def _formula(self, place: Place, edit: CellEdit, cell: Present | None, own: str | None) -> bytes:
        part = self._sheet.part
        if edit.keep:
            if own is not None:
                return formula_element(part, own)
            return part.source[cell.formula.start : cell.formula.end] if cell and cell.formula else b""
        if edit.formula is None:
            return b""
        return formula_element(part, edit.formula, a1.address(*place) if edit.array else "")

    def _read(self, spot: Spot) -> Present | None:
        return self._reader.read(spot.element) if spot.element else None

    def _base(self, edit: CellEdit, spot: Spot, cell: Present | None) -> int:
        """The format that the cell has, or would have if a person typed there."""
        if edit.style >= 0:
            return edit.style
        return cell.style if cell else self._sheet.style_for_new(spot)

    def _counted(self, edit: CellEdit, base: int) -> CellEdit:
        """The edit with a serial number counted as this workbook counts."""
        if not (edit.counted and self._book.date_1904 and edit.kind == "number"):
            return edit
        styles = self._book.styles
        dated = is_date_code(edit.number_format) or (styles and styles.shows_date(base))
        return replace(edit, text=spelled(float(edit.text) - DAYS_TO_1904)) if dated else edit

    def _differs(self, place: Place, edit: CellEdit, cell: Present | None) -> bool:
        if cell is None:
            return edit.kind != "blank" or edit.formula is not None or edit.style > 0
        if not equal(edit, cell) or edit.style not in (-1, cell.style):
            return True
        if edit.keep:
            return False
        formula = self._formulas.text(place, cell, array=edit.array)
        if formula != edit.formula or (cell.formula is None) is not (edit.formula is None):
            return True
        return edit.dated and not (self._book.styles and self._book.styles.shows_date(cell.style))

    def _has_formula(self, place: Place, cell: Present | None) -> bool:
        """Whether the cell has a formula, or shows a part of an array's result."""
        if cell and cell.formula:
            return True
        row, column = place
        return any(r1 <= row <= r2 and c1 <= column <= c2 for r1, c1, r2, c2 in self._formulas.areas)

    def _chains(self, edit: CellEdit, cell: Present | None) -> bool:
        had = cell is not None and cell.formula is not None
        return not edit.keep and had is not (edit.formula is not None)

    def _style(self, edit: CellEdit, base: int) -> int:
        styles = self._book.styles
        if styles is None or edit.keep or (edit.kind == "blank" and edit.formula is None):
            return base
        wanted = edit.number_format
        if wanted and not (styles.unformatted(base) or (edit.dated and not styles.shows_date(base))):
            wanted = ""
        plain_text = edit.kind == "text" and edit.formula is None
        return styles.variant(base, wanted, quoted=edit.live or (plain_text and styles.quoted(base)))


def _new_head(part: Document, place: Place) -> bytes:
    return b'<%bc r="%b"' % (part.prefix, a1.address(*place).encode())


def formula_element(part: Document, text: str, array: str = "") -> bytes:
    """A formula element; `array` is the address of an array formula's one cell."""
    kind = b' t="array" ref="%b"' % array.encode() if array else b""
    return b"<%bf%b>%b</%bf>" % (part.prefix, kind, part.encode(escape(text)), part.prefix)
