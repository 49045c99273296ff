"""Drive's files: create, get, list, delete."""

from typing import Any

from sheetkit.emulator.access import drive_file, role_in
from sheetkit.emulator.answers import Answer
from sheetkit.emulator.call import Call
from sheetkit.emulator.document import Json
from sheetkit.emulator.drive.metadata import metadata
from sheetkit.emulator.errors import ApiError
from sheetkit.emulator.sheets import endpoints
from sheetkit.emulator.sheets_routes import new_spreadsheet
from sheetkit.emulator.store import FOLDER, SPREADSHEET, File, new_id, ownership
from sheetkit.emulator.world import World


def create(world: World, call: Call) -> Json:
    """files.create: a spreadsheet or a folder from its metadata."""
    if call.user.is_service_account:
        raise ApiError(403, "Service Accounts do not have storage quota.", reason="storageQuotaExceeded")
    body = call.json()
    file = _new_file(call, str(body.get("mimeType", "")), str(body.get("name") or "Untitled"))
    world.store.add(file)
    return shown(call, file)


def _new_file(call: Call, mime_type: str, name: str) -> File:
    file_id = new_id()
    if mime_type == FOLDER:
        return File(file_id, FOLDER, call.now, call.now, call.user.email, name=name, permissions=[ownership(call.user)])
    if mime_type != SPREADSHEET:
        raise ApiError(501, f"The local server keeps spreadsheets and folders, not files of the type '{mime_type}'.")
    document = endpoints.create({"properties": {"title": name}}, file_id, call.url_of(file_id), call.now)
    return new_spreadsheet(document, call)


def get(world: World, call: Call, file_id: str) -> Json:
    """files.get."""
    return shown(call, drive_file(world.store, file_id, call.user))


def list_(world: World, call: Call) -> Json:
    """files.list."""
    seen = [file for file in world.store.files() if role_in(file, call.user)]
    return {"kind": "drive#fileList", "incompleteSearch": False, "files": [shown(call, file) for file in seen]}


def delete(world: World, call: Call, file_id: str) -> Answer:
    """files.delete: at once, past the bin; only the owner may."""
    world.store.remove(drive_file(world.store, file_id, call.user, need="owner").id)
    return Answer(204, content_type="text/html")


def shown(call: Call, file: File) -> dict[str, Any]:
    """All of a file's fields, as the caller sees them."""
    return metadata(file, call.user, call.url_of(file.id))
