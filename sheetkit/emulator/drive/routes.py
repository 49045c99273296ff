"""The methods of the Drive API."""

from collections.abc import Mapping
from typing import Any, Final

from sheetkit.emulator.document import Json
from sheetkit.emulator.drive import about, comments, export, files, listing, permissions, upload
from sheetkit.emulator.drive.metadata import DEFAULT_FIELDS
from sheetkit.emulator.routes import Handler, Route, missing

_BASE: Final = "/drive/v3"
_FILES: Final = _BASE + "/files"
_ONE: Final = _FILES + "/{fileId}"
_RIGHTS: Final = _ONE + "/permissions"
_RIGHT: Final = _RIGHTS + "/{permissionId}"
_COMMENTS: Final = _ONE + "/comments"
_COMMENT: Final = _COMMENTS + "/{commentId}"
_READS: Final[tuple[tuple[str, str, Handler, str], ...]] = (
    ("about.get", _BASE + "/about", about.get, "About"),
    ("files.list", _FILES, listing.list_, "FileList"),
    ("files.get", _ONE, files.get, "File"),
    ("files.export", _ONE + "/export", export.export, ""),
    ("permissions.list", _RIGHTS, permissions.list_, "PermissionList"),
    ("permissions.get", _RIGHT, permissions.get, "Permission"),
    ("comments.list", _COMMENTS, comments.list_, "CommentList"),
    ("comments.get", _COMMENT, comments.get, "Comment"),
)
_WRITES: Final[tuple[tuple[str, str, str, Handler, str], ...]] = (
    ("files.create", "POST", _FILES, files.create, "File"),
    ("files.update", "PATCH", _ONE, files.update, "File"),
    ("files.copy", "POST", _ONE + "/copy", files.copy, "File"),
    ("files.delete", "DELETE", _ONE, files.delete, ""),
    ("permissions.create", "POST", _RIGHTS, permissions.create, "Permission"),
    ("permissions.update", "PATCH", _RIGHT, permissions.update, "Permission"),
    ("permissions.delete", "DELETE", _RIGHT, permissions.delete, ""),
    ("comments.create", "POST", _COMMENTS, comments.create, "Comment"),
    ("comments.delete", "DELETE", _COMMENT, comments.delete, ""),
    ("files.upload", "PUT", "/upload/drive/v2/files/{fileId}", upload.update, ""),
)
_MISSING: Final = (
    ("files.generateIds", "GET", _FILES + "/generateIds"),
    ("files.emptyTrash", "DELETE", _FILES + "/trash"),
    ("files.watch", "POST", _ONE + "/watch"),
    ("files.listLabels", "GET", _ONE + "/listLabels"),
    ("comments.update", "PATCH", _COMMENT),
    ("replies.list", "GET", _COMMENT + "/replies"),
    ("replies.create", "POST", _COMMENT + "/replies"),
    ("revisions.list", "GET", _ONE + "/revisions"),
    ("revisions.get", "GET", _ONE + "/revisions/{revisionId}"),
    ("changes.getStartPageToken", "GET", _BASE + "/changes/startPageToken"),
    ("changes.list", "GET", _BASE + "/changes"),
    ("drives.list", "GET", _BASE + "/drives"),
    ("drives.create", "POST", _BASE + "/drives"),
    ("files.create with content", "POST", "/upload/drive/v3/files"),
    ("files.update with content", "PATCH", "/upload/drive/v3/files/{fileId}"),
)

ROUTES: Final = (
    *(Route(f"drive.{name}", method, path, missing(f"Drive's {name}")) for name, method, path in _MISSING),
    *(Route(f"drive.{name}", "GET", path, do, answers_with=kind) for name, path, do, kind in _READS),
    *(
        Route(f"drive.{name}", method, path, do, writes=True, answers_with=kind)
        for name, method, path, do, kind in _WRITES
    ),
)
"""The methods of Drive v3, and the one of v2 that gspread calls."""

_SHOWN: Final[Mapping[str, tuple[str, ...]]] = {
    "drive#file": DEFAULT_FIELDS,
    "drive#permission": ("kind", "id", "type", "role"),
}


def shortened(content: Any) -> Json:
    """An answer as Drive gives it when no fields were asked for: only the main ones of each file and permission."""
    fields = _SHOWN.get(content.get("kind", ""))
    if fields and "selfLink" not in content:
        return {name: content[name] for name in fields if name in content}
    return {
        name: [shortened(each) for each in value] if name in {"files", "permissions"} else value
        for name, value in content.items()
    }
