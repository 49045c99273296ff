"""Changes cells and adds rows: one look before, one batchUpdate that also shows what stands there afterwards."""

import hashlib
from collections.abc import Sequence
from secrets import randbelow

from sheetkit.backends.google import calls, check, mark, verify
from sheetkit.backends.google.change import Change, change
from sheetkit.backends.google.client import HTTPClient
from sheetkit.backends.google.errors import AnswerLost, GoogleError, RequestRefused
from sheetkit.backends.google.known import Known
from sheetkit.backends.google.ranges import Json, Request, cells
from sheetkit.backends.google.requests import new_ids, requests
from sheetkit.backends.google.separators import localised
from sheetkit.backends.google.split import MOST_BYTES, batches, compact
from sheetkit.core.errors import FileMoved
from sheetkit.core.problem import Problem
from sheetkit.formula.layout import Layout
from sheetkit.workbook.patch import Patch


class PartlyWritten(GoogleError):  # noqa: N818 - the domain's words, not a suffix
    """Only a part of the change was made: it was too large for one request, and a later part failed."""

    hint = "Run the command again: it goes on from what is there."


def apply(
    http: HTTPClient, spreadsheet: str, known: Known, patch: Patch, layout: Layout, *, most: int = MOST_BYTES
) -> str:
    """Make a patch in the spreadsheet that was read as `known`; the new revision.

    All of it or nothing, by one request, as long as that is not larger than `most` bytes, what Google recommends (2 MB,
    some 20,000 cells). Beyond, rows are inserted by the first request and later ones write cells, whole rows each, so
    that what an interruption leaves is right as far as it goes and the next run completes it.

    Between the look before and the write lies a moment in which somebody may type into the same cells; the API has no
    way to close it. A row that moves in it is noticed afterwards. Raises FileMoved, PatchRefused, NotAsWritten,
    PartlyWritten or GoogleError.
    """
    made = change(patch, layout, known.grid)
    if made.empty:
        return patch.revision
    writer = _Writer(http, spreadsheet, known, made, check.look(made, layout, known))
    before = writer.look()
    if before is None:
        raise FileMoved(path=known.grid.source)
    sent = [localised(one, known.locale) for one in requests(made, known, layout, check.formatted(before))]
    if made.grown:
        sent[:0] = mark.once(known.inserted, randbelow(2**31 - 2) + 1)
    small = len(compact(sent)) <= most
    answer = writer.write(sent) if small else writer.write_parts(list(batches(sent, most)))
    if problems := writer.differences(answer):
        raise verify.NotAsWritten(problems, known.grid.source)
    return hashlib.sha256(patch.revision.encode() + compact(sent)).hexdigest()


class _Writer:
    """The calls of one patch."""

    def __init__(self, http: HTTPClient, spreadsheet: str, known: Known, change: Change, looked: check.Look) -> None:
        self.looked = looked
        self._http, self._spreadsheet, self._known, self._change = http, spreadsheet, known, change
        self._areas = verify.areas(change, looked)

    def look(self) -> Json | None:
        """What the change touches, as it is now; None if that is no longer as it was read."""
        ranges = self.looked.ranges(self._known.ids)
        try:
            now = calls.get_ranges(self._http, self._spreadsheet, ranges, check.FIELDS) if ranges else {}
        except RequestRefused:  # a tab that was read is gone, or shorter than what there was to look at
            return None
        return None if check.moved(now, self.looked, self._known) else now

    def differences(self, answer: Json) -> list[Problem]:
        """What an answer says is not as it should be."""
        return verify.differences(self._change, answer, self.looked, self._known)

    def write(self, sent: Sequence[Request]) -> Json:
        """All in one request; what stands there afterwards.

        A lost answer is looked for before the request is sent again; one that inserts rows can be made once only.
        """
        try:
            return self._send(sent)
        except (AnswerLost, RequestRefused) as error:
            after = self._done()
            if after is not None:
                return after
            moved = self.look() is None
            if moved and isinstance(error, RequestRefused):
                raise FileMoved(path=self._known.grid.source) from None
            if moved or isinstance(error, RequestRefused):
                raise
        try:
            return self._send(sent)
        except (AnswerLost, RequestRefused):
            after = self._done()
            if after is None:
                raise
            return after

    def _send(self, sent: Sequence[Request]) -> Json:
        ranges, fields = verify.notation(self._areas), f"updatedSpreadsheet.{verify.SHEETS}"
        return dict(
            calls.batch_update(self._http, self._spreadsheet, sent, ranges, fields).get("updatedSpreadsheet", {})
        )

    def _done(self) -> Json | None:
        """What stands there now, if the change was made; None if it was not."""
        try:
            after = self._after()
        except RequestRefused:  # the rows to look at are not there
            return None
        return None if self.differences(after) else after

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
        ranges += [cells(number, 0, 0, 0, 0) for number in new_ids(self._change, self._known).values()]
        return calls.get_ranges(self._http, self._spreadsheet, ranges, verify.SHEETS)
