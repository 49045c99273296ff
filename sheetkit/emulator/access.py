"""The files that a user may see or change, and what each API answers for the others."""

from sheetkit.emulator.errors import ApiError
from sheetkit.emulator.store import SPREADSHEET, File, Store
from sheetkit.emulator.users import RANK, User, role


def role_in(file: File, user: User) -> str:
    """What a user may do with a file: owner, writer, commenter, reader, or "" for nothing."""
    if user.app and user.app != file.made_by:
        return ""
    return role(file.permissions, user)


def sheet_file(store: Store, file_id: str, user: User, *, write: bool = False) -> File:
    """A spreadsheet for the Sheets API. Raises ApiError 404 where there is none, 403 where it is not shared."""
    file = store.get(file_id)
    if file is None:
        raise ApiError(404, "Requested entity was not found.")
    if RANK[role_in(file, user)] < RANK["writer" if write else "reader"]:
        raise ApiError(403, "The caller does not have permission")
    if file.mime_type != SPREADSHEET:
        raise ApiError(400, "This operation is not supported for this document", status="FAILED_PRECONDITION")
    return file


def drive_file(store: Store, file_id: str, user: User, *, need: str = "reader") -> File:
    """A file for the Drive API, which calls a file that is not shared not found (404); 403 where a role is missing."""
    file = store.get(file_id)
    rank = RANK[role_in(file, user)] if file else 0
    if file is None or not rank:
        raise missing_file(file_id)
    if rank < RANK[need]:
        message = "The user does not have sufficient permissions for this file."
        raise ApiError(403, message, reason="insufficientFilePermissions")
    return file


def missing_file(file_id: str) -> ApiError:
    """404 as Drive says it."""
    where = {"location": "fileId", "locationType": "parameter"}
    return ApiError(404, f"File not found: {file_id}.", reason="notFound", details=[where])
