"""The methods of the Drive API."""

from typing import Final

from sheetkit.emulator.document import Json
from sheetkit.emulator.drive import files
from sheetkit.emulator.drive.metadata import DEFAULT_FIELDS, KIND
from sheetkit.emulator.routes import Route

_FILES: Final = "/drive/v3/files"
_ONE: Final = _FILES + "/{fileId}"

ROUTES: Final = (
    Route("drive.files.create", "POST", _FILES, files.create, writes=True, answers_with="File"),
    Route("drive.files.list", "GET", _FILES, files.list_, answers_with="FileList"),
    Route("drive.files.get", "GET", _ONE, files.get, answers_with="File"),
    Route("drive.files.delete", "DELETE", _ONE, files.delete, writes=True),
)
"""The methods of Drive v3, and the one of v2 that gspread calls."""


def shortened(content: Json) -> Json:
    """An answer as Drive gives it when no fields were asked for: only the main ones of each file."""
    if content.get("kind") == KIND:
        return {name: content[name] for name in DEFAULT_FIELDS if name in content}
    if "files" in content:
        return {**content, "files": [shortened(file) for file in content["files"]]}
    return content
