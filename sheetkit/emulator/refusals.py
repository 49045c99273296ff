"""The refusals of Google that say why: quotas, scopes, storage, an API that is switched off."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sheetkit.emulator.errors import ApiError

PROJECT: Final = "123456789012"
"""The number of the one project that all callers belong to."""
_TYPE: Final = "type.googleapis.com/google.rpc."
_HOST: Final = {"sheets": "sheets.googleapis.com", "drive": "drive.googleapis.com"}
_API: Final = {"sheets": "Google Sheets API", "drive": "Google Drive API"}


def info(reason: str, metadata: Mapping[str, str]) -> dict[str, Any]:
    """The typed detail by which programs tell refusals apart."""
    return {"@type": _TYPE + "ErrorInfo", "reason": reason, "domain": "googleapis.com", "metadata": dict(metadata)}


def violations(*found: tuple[str, str]) -> dict[str, Any]:
    """The typed detail of a bad request: each field, "" for none, with what is wrong with it."""
    each = [({"field": field} if field else {}) | {"description": text} for field, text in found]
    return {"@type": _TYPE + "BadRequest", "fieldViolations": each}


def misfits(*found: tuple[str, str]) -> ApiError:
    """400 that lists all that is wrong: each field, "" for none, with Google's words."""
    return ApiError(400, "\n".join(text for _, text in found), details=[violations(*found)])


def too_many(service: str, *, writes: bool, limit: int = 60, of_project: bool = False) -> ApiError:
    """The answer when a quota of the minute is used up: 429 of Sheets, 403 of Drive."""
    if service == "drive":
        return refusal("drive", "userRateLimitExceeded")
    kind = "Write" if writes else "Read"
    whose = "per minute" if of_project else "per minute per user"
    message = (
        f"Quota exceeded for quota metric '{kind} requests' and limit '{kind} requests {whose}' of service "
        f"'{_HOST['sheets']}' for consumer 'project_number:{PROJECT}'."
    )
    metadata = {
        "quota_limit_value": str(limit),
        "consumer": f"projects/{PROJECT}",
        "service": _HOST["sheets"],
        "quota_metric": f"{_HOST['sheets']}/{kind.lower()}_requests",
        "quota_limit": f"{kind}RequestsPerMinutePer{'Project' if of_project else 'User'}",
        "quota_location": "global",
    }
    more = {
        "description": "Request a higher quota limit.",
        "url": "https://cloud.google.com/docs/quotas/help/request_increase",
    }
    help_ = {"@type": _TYPE + "Help", "links": [more]}
    return ApiError(429, message, details=[info("RATE_LIMIT_EXCEEDED", metadata), help_])


_USAGE: Final = "usageLimits"
_DRIVE_403: Final[Mapping[str, tuple[str, str]]] = {
    "userRateLimitExceeded": ("User Rate Limit Exceeded", _USAGE),
    "rateLimitExceeded": ("Rate Limit Exceeded", _USAGE),
    "dailyLimitExceeded": ("Daily Limit Exceeded", _USAGE),
    "sharingRateLimitExceeded": ('Rate limit exceeded. User message: "These item(s) could not be shared."', "global"),
    "storageQuotaExceeded": ("The user's Drive storage quota has been exceeded.", "global"),
    "insufficientFilePermissions": ("The user does not have sufficient permissions for this file.", "global"),
    "insufficientPermissions": ("Insufficient Permission: Request had insufficient authentication scopes.", "global"),
    "accessNotConfigured": ("", _USAGE),
}  # fmt: skip
_SHEETS_403: Final[Mapping[str, str]] = {
    "insufficientPermissions": "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
    "accessNotConfigured": "SERVICE_DISABLED",
}
REASONS: Final[Sequence[str]] = tuple(_DRIVE_403)
"""The reasons that a fault `403(reason)` can give."""


def refusal(service: str, reason: str) -> ApiError:
    """403 for one of Drive's reasons; Sheets says the same in other words."""
    message, domain = _DRIVE_403[reason]
    message = message or (
        f"{_API[service]} has not been used in project {PROJECT} before or it is disabled. Enable it by visiting "
        f"https://console.developers.google.com/apis/api/{_HOST[service]}/overview?project={PROJECT} then retry. If "
        "you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry."
    )
    if service == "drive":
        return ApiError(403, message, reason=reason, domain=domain)
    known = _SHEETS_403.get(reason, "")
    if known == "SERVICE_DISABLED":
        metadata = {"service": _HOST[service], "consumer": f"projects/{PROJECT}"}
        return ApiError(403, message, details=[info(known, metadata)])
    if known:
        message = "Request had insufficient authentication scopes."
        return ApiError(403, message, details=[info(known, {"service": _HOST[service]})])
    return ApiError(403, "The caller does not have permission")


def invalid_mask(service: str, path: str) -> ApiError:
    """400 for a field mask that names what is not there."""
    if service == "drive":
        where = {"location": "fields", "locationType": "parameter"}
        return ApiError(400, f"Invalid field selection {path}", reason="invalidParameter", details=[where])
    description = f"Error expanding 'fields' parameter. Cannot find matching fields for path '{path}'."
    return ApiError(400, "Request contains an invalid argument.", details=[violations((path, description))])
