"""A spreadsheet as Drive v2 shows it, which only an upload answers with."""

from typing import Any, Final

from sheetkit.emulator.call import Call
from sheetkit.emulator.drive.metadata import person, rfc3339, root_of
from sheetkit.emulator.store import SPREADSHEET, File
from sheetkit.emulator.users import User, role

_EXPORTS: Final = (
    ("application/x-vnd.oasis.opendocument.spreadsheet", "ods"),
    ("text/tab-separated-values", "tsv"),
    ("application/pdf", "pdf"),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    ("text/csv", "csv"),
    ("application/zip", "zip"),
    ("application/vnd.oasis.opendocument.spreadsheet", "ods"),
)
_SIZE: Final = "1024"
"""What a spreadsheet counts for in v2, however large it is."""


def shown(call: Call, file: File) -> dict[str, Any]:
    """All fields of a file, in the order of the recorded answers."""
    here, at = f"{call.base}/drive/v2/files/{file.id}", rfc3339(file.modified)
    page = f"{call.base}/spreadsheets/d/{file.id}"
    return {
        "kind": "drive#file",
        "userPermission": _own_permission(call, file, here),
        "selfLink": here,
        "ownerNames": [User(file.owner).name],
        "lastModifyingUserName": call.user.name,
        "editable": True,
        "writersCanShare": True,
        "mimeType": SPREADSHEET,
        "exportLinks": {kind: f"{page}/export?exportFormat={short}" for kind, short in _EXPORTS},
        "parents": [_parent(call, file, here)],
        "thumbnailLink": f"{page}#thumbnail",
        "appDataContents": False,
        "iconLink": f"{page}#icon",
        "shared": len(file.permissions) > 1,
        "lastModifyingUser": _person(call.user, call.user),
        "owners": [_person(User(file.owner), call.user)],
        "copyable": True,
        "etag": f'"{file.version}"',
        "alternateLink": call.url_of(file.id),
        "embedLink": page,
        "fileSize": _SIZE,
        "copyRequiresWriterPermission": False,
        "spaces": ["drive"],
        "id": file.id,
        "title": file.title,
        "labels": {
            "viewed": True,
            "restricted": False,
            "starred": file.starred,
            "hidden": False,
            "trashed": file.trashed,
        },
        "explicitlyTrashed": file.trashed,
        "createdDate": rfc3339(file.created),
        "modifiedDate": at,
        "modifiedByMeDate": at,
        "lastViewedByMeDate": at,
        "markedViewedByMeDate": "1970-01-01T00:00:00.000Z",
        "quotaBytesUsed": _SIZE,
        "version": str(file.version),
        "capabilities": {"canEdit": True, "canCopy": True},
    }


def _own_permission(call: Call, file: File, here: str) -> dict[str, Any]:
    return {
        "id": "me",
        "type": "user",
        "role": role(file.permissions, call.user),
        "kind": "drive#permission",
        "selfLink": f"{here}/permissions/me",
        "etag": f'"{file.version}"',
        "pendingOwner": False,
    }


def _parent(call: Call, file: File, here: str) -> dict[str, Any]:
    root = root_of(file.owner)
    parent = file.parents[0] if file.parents else root
    return {
        "selfLink": f"{here}/parents/{parent}",
        "id": parent,
        "isRoot": parent == root,
        "kind": "drive#parentReference",
        "parentLink": f"{call.base}/drive/v2/files/{parent}",
    }


def _person(user: User, asking: User) -> dict[str, Any]:
    told = person(user, asking)
    return {
        "displayName": told["displayName"],
        "kind": "drive#user",
        "isAuthenticatedUser": told["me"],
        "permissionId": told["permissionId"],
        "emailAddress": told["emailAddress"],
        "picture": {"url": "data:,"},
    }
