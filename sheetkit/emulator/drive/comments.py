"""Comments on a file: create, list, get, delete."""

import secrets
from typing import Any, Final

from sheetkit.emulator.access import drive_file
from sheetkit.emulator.answers import Answer
from sheetkit.emulator.call import Call
from sheetkit.emulator.document import Json
from sheetkit.emulator.drive.listing import paged
from sheetkit.emulator.drive.metadata import person, rfc3339
from sheetkit.emulator.errors import ApiError
from sheetkit.emulator.store import File
from sheetkit.emulator.world import World

_KIND: Final = "drive#comment"


def create(world: World, call: Call, file_id: str) -> Json:
    """comments.create: from its content and, as given, its anchor and the text that it quotes."""
    _needs_fields(call)
    file, body = drive_file(world.store, file_id, call.user, need="commenter"), call.json()
    if not body.get("content"):
        raise ApiError(400, "The comment content field is required.", reason="required")
    at, author = rfc3339(call.now), person(call.user, call.user)
    comment: dict[str, Any] = {
        "kind": _KIND,
        "id": "AAAA" + secrets.token_urlsafe(5),
        "createdTime": at,
        "modifiedTime": at,
        "author": {name: author[name] for name in ("kind", "displayName", "me")},
        "htmlContent": str(body["content"]),
        "content": str(body["content"]),
        "deleted": False,
        "resolved": False,
        "replies": [],
    } | {name: body[name] for name in ("anchor", "quotedFileContent") if body.get(name)}

    def edit(file: File) -> None:
        file.comments = [comment, *file.comments]

    world.store.change(file, edit)
    return comment


def list_(world: World, call: Call, file_id: str) -> Json:
    """comments.list, the latest first."""
    _needs_fields(call)
    file = drive_file(world.store, file_id, call.user)
    page, token = paged(file.comments, call, most=100)
    return {"kind": "drive#commentList", "comments": list(page), **token}


def get(world: World, call: Call, file_id: str, comment_id: str) -> Json:
    """comments.get."""
    _needs_fields(call)
    return _found(drive_file(world.store, file_id, call.user), comment_id)


def delete(world: World, call: Call, file_id: str, comment_id: str) -> Answer:
    """comments.delete."""
    file = drive_file(world.store, file_id, call.user, need="commenter")
    _found(file, comment_id)

    def edit(file: File) -> None:
        file.comments = [each for each in file.comments if each["id"] != comment_id]

    world.store.change(file, edit)
    return Answer(204, content_type="text/html")


def _found(file: File, comment_id: str) -> Json:
    for comment in file.comments:
        if comment["id"] == comment_id:
            return comment
    where = {"location": "commentId", "locationType": "parameter"}
    raise ApiError(404, f"Comment not found: {comment_id}.", reason="notFound", details=[where])


def _needs_fields(call: Call) -> None:
    if not call.first("fields"):
        where = {"location": "fields", "locationType": "parameter"}
        raise ApiError(400, "The 'fields' parameter is required for this method.", reason="required", details=[where])
