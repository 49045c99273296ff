"""files.list: which files, in which order, how many at a time."""

import base64
from collections.abc import Callable, Sequence
from typing import Any, Final

from sheetkit.emulator.access import role_in
from sheetkit.emulator.call import Call
from sheetkit.emulator.document import Json
from sheetkit.emulator.drive.metadata import shown
from sheetkit.emulator.drive.search import parse
from sheetkit.emulator.errors import ApiError
from sheetkit.emulator.store import FOLDER, File
from sheetkit.emulator.world import World

_KEYS: Final[dict[str, Callable[[File], Any]]] = {
    "createdTime": lambda file: file.created,
    "folder": lambda file: file.mime_type != FOLDER,
    "modifiedTime": lambda file: file.modified,
    "modifiedByMeTime": lambda file: file.modified,
    "name": lambda file: file.title.casefold(),
    "name_natural": lambda file: file.title.casefold(),
    "recency": lambda file: file.modified,
    "starred": lambda file: not file.starred,
}


def list_(world: World, call: Call) -> Json:
    """The files that the caller sees and that `q` holds for; without `orderBy` the latest change comes first."""
    test = parse(call.first("q"))
    seen = [file for file in world.store.files() if role_in(file, call.user) and test(file, call.user)]
    page, token = paged(_ordered(seen, call.first("orderBy") or "modifiedTime desc"), call, most=1000)
    files = [shown(call, file) for file in page]
    return {**token, "kind": "drive#fileList", "incompleteSearch": False, "files": files}


def _ordered(files: list[File], order: str) -> list[File]:
    for part in reversed(order.split(",")):
        key, _, direction = part.strip().partition(" ")
        if key not in _KEYS or direction.strip() not in {"", "desc"}:
            raise bad_parameter("orderBy", "Invalid Value")
        files = sorted(files, key=_KEYS[key], reverse=bool(direction))
    return files


def paged(all_: Sequence[Any], call: Call, *, most: int) -> tuple[Sequence[Any], dict[str, str]]:
    """The page that `pageSize` and `pageToken` ask for, and the token of the next one where there is one."""
    text = call.first("pageSize") or "100"
    if not text.isdigit() or not 1 <= int(text) <= most:
        message = f"Invalid value '{text}'. Values must be within the range: [1, {most}]"
        raise bad_parameter("pageSize", message)
    size, start = int(text), _start(call.first("pageToken"))
    token = base64.urlsafe_b64encode(f"~{start + size}".encode()).decode()
    return all_[start : start + size], {"nextPageToken": token} if start + size < len(all_) else {}


def _start(token: str) -> int:
    if not token:
        return 0
    try:
        text = base64.urlsafe_b64decode(token.encode()).decode()
        return int(text.removeprefix("~"))
    except ValueError as error:
        raise bad_parameter("pageToken", "Invalid Value") from error


def bad_parameter(name: str, message: str) -> ApiError:
    """400 that names a parameter."""
    where = {"location": name, "locationType": "parameter"}
    return ApiError(400, message, reason="invalidParameter", details=[where])
