"""Drive's files: create, get, update, copy, delete."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from sheetkit.emulator.access import drive_file
from sheetkit.emulator.answers import Answer
from sheetkit.emulator.call import Call
from sheetkit.emulator.document import Json
from sheetkit.emulator.drive.metadata import root_of, shown
from sheetkit.emulator.errors import ApiError
from sheetkit.emulator.refusals import refusal
from sheetkit.emulator.sheets import endpoints
from sheetkit.emulator.store import FOLDER, SPREADSHEET, File, Store, new_id, new_spreadsheet, ownership, spreadsheet
from sheetkit.emulator.users import User
from sheetkit.emulator.world import World

_FIXED: Final = {
    "capabilities", "id", "kind", "lastModifyingUser", "md5Checksum", "ownedByMe", "owners", "permissionIds",
    "permissions", "shared", "size", "spaces", "version", "webViewLink",
}  # fmt: skip
"""Fields that a caller cannot write."""


def create(world: World, call: Call) -> Json:
    """files.create: a spreadsheet or a folder from its metadata."""
    body = _body(call)
    if call.user.is_service_account:
        raise refusal("drive", "storageQuotaExceeded")
    file = _new_file(call, str(body.get("mimeType") or ""), str(body.get("name") or "Untitled"))
    _describe(file, body)
    file.parents = _parents(world.store, call.user, body.get("parents") or ())
    world.store.add(file)
    return shown(call, file)


def _new_file(call: Call, mime_type: str, name: str) -> File:
    file_id = new_id()
    if mime_type == SPREADSHEET:
        document = endpoints.create({"properties": {"title": name}}, file_id, call.url_of(file_id), call.now)
        return new_spreadsheet(document, call.user, call.now, made_by=call.client)
    if mime_type == FOLDER:
        return File(
            file_id,
            FOLDER,
            call.now,
            call.now,
            call.user.email,
            name=name,
            permissions=[ownership(call.user)],
            modified_by=call.user.email,
            made_by=call.client,
        )
    raise ApiError(501, f"The local server keeps spreadsheets and folders, not files of the type '{mime_type}'.")


def get(world: World, call: Call, file_id: str) -> Json:
    """files.get; `alt=media` is for files that have bytes, which a spreadsheet has not."""
    file = _or_root(world, call, file_id)
    if call.first("alt") == "media":
        message = "Only files with binary content can be downloaded. Use Export with Docs Editors files."
        raise ApiError(403, message, reason="fileNotDownloadable")
    return shown(call, file)


def _or_root(world: World, call: Call, file_id: str) -> File:
    root = root_of(call.user.email)
    if file_id in {"root", root}:
        permissions: list[Json] = [ownership(call.user)]
        return File(root, FOLDER, call.now, call.now, call.user.email, name="My Drive", permissions=permissions)
    return drive_file(world.store, file_id, call.user)


def delete(world: World, call: Call, file_id: str) -> Answer:
    """files.delete: at once, past the bin; only the owner may. A folder takes with it what is in it."""
    file = drive_file(world.store, file_id, call.user, need="owner")
    for child in [each for each in world.store.files() if file.id in each.parents]:
        delete(world, call, child.id)
    world.store.remove(file.id)
    return Answer(204, content_type="text/html")


def update(world: World, call: Call, file_id: str) -> Json:
    """files.update, of metadata: name, bin, properties, folder."""
    body = _body(call)
    need = "owner" if "trashed" in body else "writer"
    file = drive_file(world.store, file_id, call.user, need=need)
    parents = _moved(world.store, call, file)

    def edit(file: File) -> None:
        file.parents = parents
        _describe(file, body)
        if "name" in body:
            _rename(file, str(body["name"] or "Untitled"))
        file.modified_by = call.user.email

    seen = {"name", "description", "properties", "appProperties"}.intersection(body)
    world.store.change(file, edit, at=call.now if seen else None)
    return shown(call, file)


def copy(world: World, call: Call, file_id: str) -> Json:
    """files.copy: the same content in a file of the caller's own, without its sharing and comments."""
    source, body = drive_file(world.store, file_id, call.user), _body(call)
    if call.user.is_service_account:
        raise refusal("drive", "storageQuotaExceeded")
    if source.mime_type != SPREADSHEET:
        raise ApiError(403, "This file cannot be copied by the user.", reason="cannotCopyFile")
    document = replace(spreadsheet(source).copy(), spreadsheet_id=new_id())
    file = new_spreadsheet(document, call.user, call.now, made_by=call.client)
    file.app_properties, file.properties = dict(source.app_properties), dict(source.properties)
    file.description, file.calculated = source.description, source.calculated
    _describe(file, body)
    _rename(file, str(body.get("name") or f"Copy of {source.title}"))
    shared_folder = any(world.store.get(parent) for parent in source.parents) and source.owner == call.user.email
    file.parents = _parents(world.store, call.user, body.get("parents") or (source.parents if shared_folder else ()))
    world.store.add(file)
    return shown(call, file)


def _body(call: Call) -> Mapping[str, Any]:
    body = call.json()
    if _FIXED.intersection(body):
        message = "The resource body includes fields which are not directly writable."
        raise ApiError(403, message, reason="fieldNotWritable")
    return body


def _describe(file: File, body: Mapping[str, Any]) -> None:
    file.description = str(body.get("description", file.description) or "")
    file.starred = bool(body.get("starred", file.starred))
    file.trashed = bool(body.get("trashed", file.trashed))
    for name, bag in (("appProperties", "app_properties"), ("properties", "properties")):
        changes = body.get(name) or {}
        merged = {**getattr(file, bag), **changes}
        setattr(file, bag, {key: str(value) for key, value in merged.items() if value is not None})


def _rename(file: File, name: str) -> None:
    if file.document is None:
        file.name = name
    else:
        file.document = replace(file.document, properties={**file.document.properties, "title": name})


def _moved(store: Store, call: Call, file: File) -> tuple[str, ...]:
    added = [each.strip() for each in call.first("addParents").split(",") if each.strip()]
    removed = [each.strip() for each in call.first("removeParents").split(",") if each.strip()]
    if not added and not removed:
        return file.parents
    root = root_of(file.owner)
    left = [
        each for each in file.parents or (root,) if each not in removed and not (each == root and "root" in removed)
    ]
    if added and left and not set(added) <= set(left):
        raise ApiError(403, "Increasing the number of parents is not allowed", reason="cannotAddParent")
    return _parents(store, call.user, added or left)


def _parents(store: Store, user: User, wanted: Any) -> tuple[str, ...]:
    """The folder a file is in, () for the root. Raises ApiError for several, or one that cannot be written to."""
    if len(wanted) > 1:
        raise ApiError(400, "A file can have only one parent.", reason="multipleParentsNotSupported")
    kept = [str(each) for each in wanted if each not in {"root", root_of(user.email)}]
    for each in kept:
        folder = drive_file(store, each, user, need="writer")
        if folder.mime_type != FOLDER:
            raise ApiError(403, "The specified parent is not a folder.", reason="parentNotAFolder")
    return tuple(kept)
