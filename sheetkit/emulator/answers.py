"""Answers as bytes: JSON laid out as Google does, and the two shapes of its errors."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any, Final

from sheetkit.emulator.errors import ApiError

JSON_TYPE: Final = "application/json; charset=UTF-8"
HTML_TYPE: Final = "text/html; charset=UTF-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back: a status, a body and its type, further headers."""

    status: int = 200
    body: bytes = b""
    content_type: str = JSON_TYPE
    headers: Mapping[str, str] = field(default_factory=dict)


def json_answer(
    content: Any, *, status: int = 200, pretty: bool = True, headers: Mapping[str, str] | None = None
) -> Answer:
    """An answer in JSON; Google's is indented unless `prettyPrint=false` was asked for."""
    layout: dict[str, Any] = {"indent": 2} if pretty else {"separators": (",", ":")}
    text = json.dumps(content, ensure_ascii=False, default=dict, **layout)
    return Answer(status, (text + "\n" * pretty).encode(errors="replace"), JSON_TYPE, headers or {})


def error_answer(
    error: ApiError, *, drive: bool, pretty: bool = True, headers: Mapping[str, str] | None = None
) -> Answer:
    """An error in the shape of the Sheets API or, which is another, of the Drive API."""
    return json_answer(
        {"error": _drive(error) if drive else _sheets(error)}, status=error.code, pretty=pretty, headers=headers
    )


def _sheets(error: ApiError) -> dict[str, Any]:
    body: dict[str, Any] = {"code": error.code, "message": error.message, "status": error.status}
    return body | ({"details": [dict(each) for each in error.details]} if error.details else {})


_DRIVE_REASONS: Final = {400: "badRequest", 401: "authError", 403: "forbidden", 404: "notFound", 500: "backendError"}


def _drive(error: ApiError) -> dict[str, Any]:
    reason = error.reason or _DRIVE_REASONS.get(error.code, "backendError")
    one: dict[str, Any] = {"message": error.message, "domain": error.domain, "reason": reason}
    for detail in error.details:
        one |= detail
    body = {"code": error.code, "message": error.message, "errors": [one]}
    return body | ({"status": error.status} if error.code == 401 else {})


def not_found_page(path: str) -> Answer:
    """The page with which Google answers an address that no API has."""
    text = (
        "<!DOCTYPE html>\n<html lang=en>\n<meta charset=utf-8>\n<title>Error 404 (Not Found)</title>\n"
        f"<p><b>404.</b> That is an error.\n<p>The address <code>{escape(path)}</code> was not found on this server.\n"
    )
    return Answer(404, text.encode(), HTML_TYPE)
