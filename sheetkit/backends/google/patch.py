"""Changes cells and adds rows: one look before, one batchUpdate that also shows what stands there afterwards."""

import hashlib
from collections.abc import Sequence

from sheetkit.backends.google import calls, check, verify
from sheetkit.backends.google.change import Change, change
from sheetkit.backends.google.client import HTTPClient
from sheetkit.backends.google.errors import AnswerLost, GoogleError
from sheetkit.backends.google.known import Known
from sheetkit.backends.google.ranges import Json, Request, cells
from sheetkit.backends.google.requests import requests
from sheetkit.backends.google.split import MOST_BYTES, batches, compact
from sheetkit.core.errors import FileMoved
from sheetkit.formula.layout import Layout
from sheetkit.workbook.patch import Patch


class PartlyWritten(GoogleError):  # noqa: N818 - the domain's words, not a suffix
    """Only a part of the change was made: it was too large for one request, and a later part failed."""

    hint = "Run the command again: it goes on from what is there."


def apply(http: HTTPClient, spreadsheet: str, known: Known, patch: Patch, layout: Layout) -> str:
    """Make a patch in the spreadsheet that was read as `known`; the new revision.

    All of it or nothing, by one request, as long as that is not larger than Google recommends (2 MB, some 20,000
    cells). Beyond, rows are inserted by the first request and later ones write cells, whole rows each, so that what an
    interruption leaves is right as far as it goes and the next run completes it.

    Between the look before and the write lies a moment in which somebody may type into the same cells; the API has no
    way to close it. What was typed is then in Google's version history. Raises FileMoved, PatchRefused, NotAsWritten,
    PartlyWritten or GoogleError.
    """
    made = change(patch, layout, known.grid)
    if made.empty:
        return patch.revision
    writer = _Writer(http, spreadsheet, known, made, check.look(made, layout, known))
    before = writer.look()
    if check.moved(before, writer.looked, known):
        raise FileMoved(path=known.grid.source)
    sent = list(requests(made, known, check.formatted(before)))
    small = len(compact(sent)) <= MOST_BYTES
    answer = writer.write(sent) if small else writer.write_parts(list(batches(sent)))
    if problems := verify.differences(made, answer):
        raise verify.NotAsWritten(problems, known.grid.source)
    return hashlib.sha256(patch.revision.encode() + compact(sent)).hexdigest()


class _Writer:
    """The calls of one patch."""

    def __init__(self, http: HTTPClient, spreadsheet: str, known: Known, change: Change, looked: check.Look) -> None:
        self.looked = looked
        self._http, self._spreadsheet, self._known, self._change = http, spreadsheet, known, change
        self._areas = verify.areas(change)

    def look(self) -> Json:
        """What the change touches, as it is now."""
        return calls.get_ranges(self._http, self._spreadsheet, self.looked.ranges(self._known.ids), check.FIELDS)

    def write(self, sent: Sequence[Request]) -> Json:
        """All in one request; what stands there afterwards. A lost answer is looked for, never just asked for again."""
        ranges, fields = verify.notation(self._areas), f"updatedSpreadsheet.{verify.SHEETS}"
        try:
            answer = calls.batch_update(self._http, self._spreadsheet, sent, ranges, fields)
        except AnswerLost:
            after = self._after()
            if not verify.differences(self._change, after):
                return after
            # Rows would be inserted twice if the first request were still under way; values may be written twice.
            if self._change.grown or check.moved(self.look(), self.looked, self._known):
                raise
            answer = calls.batch_update(self._http, self._spreadsheet, sent, ranges, fields)
        return dict(answer.get("updatedSpreadsheet", {}))

    def write_parts(self, parts: Sequence[Sequence[Request]]) -> Json:
        """One request after the other, the first with all that inserts rows; what stands there afterwards."""
        calls.batch_update(self._http, self._spreadsheet, parts[0])
        for number, part in enumerate(parts[1:], start=2):
            try:
                self._again(part)
            except GoogleError as error:
                message = f"{number - 1} of {len(parts)} parts of the change were made: {error.message}"
                raise PartlyWritten(message, path=self._known.grid.source, status=error.status) from error
        return self._after()

    def _again(self, part: Sequence[Request]) -> None:
        try:
            calls.batch_update(self._http, self._spreadsheet, part)
        except AnswerLost:
            calls.batch_update(self._http, self._spreadsheet, part)  # the same values in the same cells

    def _after(self) -> Json:
        ranges = [cells(self._known.ids[sheet], *area) for sheet, own in self._areas.items() for area in own]
        return calls.get_ranges(self._http, self._spreadsheet, ranges, verify.SHEETS)
