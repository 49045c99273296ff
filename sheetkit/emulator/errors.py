"""What the server answers when it cannot do what was asked, as Google's APIs put it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

STATUSES: Final[Mapping[int, str]] = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    409: "ABORTED",
    413: "RESOURCE_EXHAUSTED",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    501: "UNIMPLEMENTED",
    503: "UNAVAILABLE",
}
"""The canonical status of each HTTP code (google.rpc.Code)."""


class ApiError(Exception):
    """An answer that is an error: HTTP `code`, Google's `status` and `message`.

    `reason` and `domain` are what Drive's bodies say beside them (`userRateLimitExceeded`, `usageLimits`); `details`
    are the typed details of Sheets' bodies.
    """

    def __init__(
        self,
        code: int,
        message: str,
        *,
        status: str = "",
        reason: str = "",
        domain: str = "global",
        details: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        self.code = code
        self.message = message
        self.status = status or STATUSES.get(code, "UNKNOWN")
        self.reason = reason
        self.domain = domain
        self.details = tuple(details)
        super().__init__(f"{code} {self.status}: {message}")


def invalid(message: str) -> ApiError:
    """400 INVALID_ARGUMENT, the answer to nearly every wrong request."""
    return ApiError(400, message)
