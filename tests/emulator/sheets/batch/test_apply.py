"""A batch as a whole: what is refused before anything is done, and in whose words."""

from datetime import UTC, datetime
from typing import Any

import pytest

from sheetkit.emulator.document import Document, Sheet
from sheetkit.emulator.errors import ApiError
from sheetkit.emulator.sheets import defaults
from sheetkit.emulator.sheets.batch import apply

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


UNKNOWN = "Invalid JSON payload received. Unknown name"
NO_FIELDS = "At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)"


def document() -> Document:
    return Document("id", defaults.spreadsheet_properties("Book"), [Sheet(defaults.sheet_properties(0, "Sheet1", 0))])


@pytest.mark.parametrize(
    ("requests", "code", "message"),
    [
        ([], 400, "Must specify at least one request."),
        ([{}], 400, "Invalid requests[0]: No request set."),
        (
            [{"addSheet": {}}, {"frobnicate": {}}],
            400,
            "Invalid JSON payload received. Unknown name \"frobnicate\" at 'requests[1]': Cannot find field.",
        ),
        (
            [{"addSheet": {"properties": {"titel": "A"}}}],
            400,
            f"{UNKNOWN} \"titel\" at 'requests[0].add_sheet.properties': Cannot find field.",
        ),
        (
            [{"addSheet": {"properties": {"index": "first"}}}],
            400,
            "Invalid value at 'requests[0].add_sheet.properties.index' (TYPE_INT32), \"first\"",
        ),
        (
            [{"addSheet": {}, "deleteSheet": {}}],
            400,
            "Invalid value at 'requests[0]' (oneof), oneof field 'kind' is already set. Cannot set 'deleteSheet'",
        ),
        (
            [{"addSheet": {"properties": {"title": "sheet1"}}}],
            400,
            'Invalid requests[0].addSheet: A sheet with the name "sheet1" already exists. Please enter another name.',
        ),
        (
            [{"repeatCell": {"range": {"sheetId": 0}, "cell": {}}}],
            400,
            f"Invalid requests[0].repeatCell: {NO_FIELDS}",
        ),
        (
            [{"insertComment": {}}],
            501,
            "Invalid requests[0].insertComment: this server does not do insertComment requests.",
        ),
    ],
)
def test_a_batch_that_does_not_fit_is_refused_in_googles_words(
    requests: list[dict[str, Any]], code: int, message: str
) -> None:
    with pytest.raises(ApiError) as caught:
        apply(document(), requests, NOW)
    assert (caught.value.code, caught.value.message) == (code, message)
