"""A file as Drive v3 shows it, and the few of its fields that are shown when none are asked for."""

from datetime import datetime
from typing import Any, Final

from sheetkit.emulator.call import Call
from sheetkit.emulator.store import FOLDER, SPREADSHEET, File
from sheetkit.emulator.users import User, role

KIND: Final = "drive#file"
DEFAULT_FIELDS: Final = ("kind", "id", "name", "mimeType")
"""What files.get, create, copy, update and list show of a file when `fields` is not given."""


def rfc3339(at: datetime) -> str:
    """A moment as Drive writes it: UTC with milliseconds."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def metadata(file: File, user: User, url: str) -> dict[str, Any]:
    """All that Drive says of a file to a user."""
    mine = role(file.permissions, user)
    seen: dict[str, Any] = {
        "kind": KIND,
        "id": file.id,
        "name": file.title,
        "mimeType": file.mime_type,
        "starred": file.starred,
        "trashed": file.trashed,
        "explicitlyTrashed": file.trashed,
        "parents": list(file.parents) or [root_of(file.owner)],
        "spaces": ["drive"],
        "version": str(file.version),
        "webViewLink": url,
        "createdTime": rfc3339(file.created),
        "modifiedTime": rfc3339(file.modified),
        "modifiedByMe": file.modified_by == user.email,
        "owners": [person(User(file.owner), user)],
        "lastModifyingUser": person(User(file.modified_by or file.owner), user),
        "shared": len(file.permissions) > 1,
        "ownedByMe": file.owner == user.email,
        "capabilities": _capabilities(file, mine),
    }
    optional: dict[str, Any] = {
        "description": file.description,
        "appProperties": dict(file.app_properties),
        "properties": dict(file.properties),
        "permissions": list(file.permissions) if mine in {"owner", "writer"} else [],
        "permissionIds": [each["id"] for each in file.permissions] if mine in {"owner", "writer"} else [],
    }
    return seen | {name: value for name, value in optional.items() if value}


def shown(call: Call, file: File) -> dict[str, Any]:
    """All of a file's fields, as the caller sees them."""
    return metadata(file, call.user, call.url_of(file.id))


def person(user: User, asking: User) -> dict[str, Any]:
    """A user as Drive shows one."""
    return {
        "kind": "drive#user",
        "displayName": user.name,
        "me": user == asking,
        "permissionId": user.permission_id,
        "emailAddress": user.email,
    }


def root_of(email: str) -> str:
    """The id of the folder that holds all that a user did not put elsewhere."""
    return f"0A{User(email).permission_id[-15:]}PVA"


def _capabilities(file: File, role_: str) -> dict[str, bool]:
    writes = role_ in {"owner", "writer"}
    return {
        "canAddChildren": writes and file.mime_type == FOLDER,
        "canComment": writes or role_ == "commenter",
        "canCopy": file.mime_type == SPREADSHEET,
        "canDelete": role_ == "owner",
        "canEdit": writes,
        "canRename": writes,
        "canShare": writes,
        "canTrash": role_ == "owner",
    }
