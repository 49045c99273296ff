"""Who may do what with a file: permissions create, list, get, update, delete."""

from collections.abc import Mapping
from typing import Any, Final

from sheetkit.emulator.access import drive_file, role_in
from sheetkit.emulator.answers import Answer
from sheetkit.emulator.call import Call
from sheetkit.emulator.document import Json
from sheetkit.emulator.drive.listing import paged
from sheetkit.emulator.errors import ApiError
from sheetkit.emulator.store import File
from sheetkit.emulator.users import RANK, User, number
from sheetkit.emulator.world import World

KIND: Final = "drive#permission"
_TYPES: Final = {"user": "emailAddress", "group": "emailAddress", "domain": "domain", "anyone": ""}
_ROLES: Final = ("owner", "writer", "commenter", "reader")


def create(world: World, call: Call, file_id: str) -> Json:
    """permissions.create: shares a file; with someone who has it already, the role is raised."""
    body = call.json()
    file = drive_file(world.store, file_id, call.user, need="writer")
    permission = _permission(body)
    if permission["role"] == "owner":
        _may_give_away(call, file)

    def edit(file: File) -> Json:
        old = next((each for each in file.permissions if each["id"] == permission["id"]), None)
        kept = old if old and RANK[str(old["role"])] >= RANK[str(permission["role"])] else permission
        others = [each for each in file.permissions if each["id"] != permission["id"]]
        _set(file, [*others, kept], kept)
        return kept

    return world.store.change(file, edit)


def _permission(body: Mapping[str, Any]) -> Json:
    kind, role = str(body.get("type") or ""), str(body.get("role") or "")
    if kind not in _TYPES:
        raise _required("type") if not kind else _invalid("type", f"The specified type '{kind}' is invalid.")
    if role not in _ROLES:
        raise _required("role") if not role else _invalid("role", f"The specified role '{role}' is invalid.")
    address = str(body.get(_TYPES[kind]) or "")
    if _TYPES[kind] == "emailAddress" and "@" not in address:
        message = "The specified emailAddress is invalid or not applicable for the given permission type."
        raise ApiError(400, message, reason="invalidSharingRequest")
    found = {"kind": KIND, "id": _id(kind, address, body), "type": kind, "role": role}
    match kind:
        case "anyone":
            return found | {"allowFileDiscovery": bool(body.get("allowFileDiscovery", False))}
        case "domain":
            return found | {"domain": address, "displayName": address, "allowFileDiscovery": False}
        case _:
            person = {"emailAddress": address, "displayName": User(address).name}
            return found | person | {"deleted": False, "pendingOwner": False}


def _id(kind: str, address: str, body: Mapping[str, Any]) -> str:
    if kind == "anyone":
        return "anyone" if body.get("allowFileDiscovery") else "anyoneWithLink"
    return number(address) + ("k" if kind == "domain" else "")


def list_(world: World, call: Call, file_id: str) -> Json:
    """permissions.list."""
    file = drive_file(world.store, file_id, call.user, need="writer")
    page, token = paged(file.permissions, call, most=100)
    return {**token, "kind": "drive#permissionList", "permissions": list(page)}


def get(world: World, call: Call, file_id: str, permission_id: str) -> Json:
    """permissions.get."""
    return _found(drive_file(world.store, file_id, call.user), permission_id)


def update(world: World, call: Call, file_id: str, permission_id: str) -> Json:
    """permissions.update: another role."""
    body = call.json()
    file = drive_file(world.store, file_id, call.user, need="writer")
    old, role = _found(file, permission_id), str(body.get("role") or "")
    if role not in _ROLES:
        raise _required("role")
    if old["role"] == "owner" and role != "owner":
        raise _not_sufficient()
    if role == "owner":
        _may_give_away(call, file)
    new = {**old, "role": role}

    def edit(file: File) -> Json:
        _set(file, [new if each["id"] == permission_id else each for each in file.permissions], new)
        return new

    return world.store.change(file, edit)


def delete(world: World, call: Call, file_id: str, permission_id: str) -> Answer:
    """permissions.delete: anyone who may write, and everyone their own; the owner's stays."""
    file = drive_file(world.store, file_id, call.user)
    old = _found(file, permission_id)
    mine = permission_id == call.user.permission_id
    if old["role"] == "owner" or (not mine and RANK[role_in(file, call.user)] < RANK["writer"]):
        raise _not_sufficient()

    def edit(file: File) -> None:
        file.permissions = [each for each in file.permissions if each["id"] != permission_id]

    world.store.change(file, edit)
    return Answer(204, content_type="text/html")


def _set(file: File, permissions: list[Json], latest: Json) -> None:
    """Put permissions in place; where there is a new owner, the old one becomes a writer."""
    if latest["role"] == "owner":
        permissions = [
            {**each, "role": "writer"} if each["role"] == "owner" and each["id"] != latest["id"] else each
            for each in permissions
        ]
        file.owner = str(latest["emailAddress"])
    file.permissions = permissions


def _may_give_away(call: Call, file: File) -> None:
    if not call.flag("transferOwnership"):
        message = "The transferOwnership parameter must be enabled when the permission role is 'owner'."
        where = {"location": "transferOwnership", "locationType": "parameter"}
        raise ApiError(403, message, reason="forbidden", details=[where])
    if role_in(file, call.user) != "owner":
        raise _not_sufficient()


def _found(file: File, permission_id: str) -> Json:
    for permission in file.permissions:
        if permission["id"] == permission_id:
            return permission
    where = {"location": "permissionId", "locationType": "parameter"}
    raise ApiError(404, f"Permission not found: {permission_id}.", reason="notFound", details=[where])


def _not_sufficient() -> ApiError:
    message = "The user does not have sufficient permissions for this file."
    return ApiError(403, message, reason="insufficientFilePermissions")


def _required(field: str) -> ApiError:
    where = {"location": f"permission.{field}", "locationType": "other"}
    return ApiError(400, f"The permission {field} field is required.", reason="required", details=[where])


def _invalid(field: str, message: str) -> ApiError:
    where = {"location": f"permission.{field}", "locationType": "other"}
    return ApiError(400, message, reason="invalid", details=[where])
