"""Reads an answer that says no: Google's code, word, text and link, whatever shape it has."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sheetkit.backends.google.redact import redacted

_SHOWN: Final = 500
"""So many characters of Google's text are shown; some answers repeat the whole request."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """What an answer with an error says.

    `code` is HTTP's; `status` the canonical one (`PERMISSION_DENIED`); `reasons` Google's words for it, the most exact
    first (`SERVICE_DISABLED`, `storageQuotaExceeded`); `facts` the metadata that comes with them; `readable` is False
    where the body is not one of Google's.
    """

    code: int
    status: str = ""
    message: str = ""
    reasons: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    link: str = ""
    readable: bool = True

    @property
    def reason(self) -> str:
        """Google's most exact word for it."""
        return next(iter(self.reasons), self.status)


def read_refusal(code: int, body: bytes, secrets: Iterable[str] = ()) -> Refusal:
    """What the body of an answer with that HTTP code says, without the secrets."""
    body = redacted(body.decode("utf-8", "replace"), secrets).encode() if secrets else body
    try:
        outer = json.loads(body)
    except ValueError:
        outer = None
    inner = outer.get("error") if isinstance(outer, dict) else None
    if isinstance(inner, str):  # the token endpoint's shape (RFC 6749)
        return Refusal(code, inner, _short(outer.get("error_description") or inner), (inner,))
    if not isinstance(inner, dict):
        return Refusal(code, message=_title(body), readable=False)
    details = [item for item in _items(inner, "details") if isinstance(item, dict)]
    return Refusal(
        code,
        status=str(inner.get("status") or ""),
        message=_short(inner.get("message")),
        reasons=tuple(dict.fromkeys(_reasons(inner, details))),
        facts=_facts(details),
        link=_link(inner, details),
    )


def _items(body: Mapping[str, Any], name: str) -> list[Any]:
    found = body.get(name)
    return found if isinstance(found, list) else []


def _reasons(inner: Mapping[str, Any], details: list[dict[str, Any]]) -> Iterator[str]:
    """`details[].reason` (Sheets: google.rpc.ErrorInfo), then `errors[].reason` (Drive)."""
    for item in [*details, *_items(inner, "errors")]:
        if isinstance(item, dict) and isinstance(item.get("reason"), str):
            yield item["reason"]


def _facts(details: list[dict[str, Any]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in details:
        metadata = item.get("metadata")
        if isinstance(metadata, dict):
            found |= {str(key): str(value) for key, value in metadata.items()}
    return found


def _link(inner: Mapping[str, Any], details: list[dict[str, Any]]) -> str:
    """The page that helps: from the metadata, from google.rpc.Help, from Drive's extendedHelp, or from the text."""
    candidates = [_facts(details).get("activationUrl", "")]
    for item in details:
        candidates += [str(link.get("url", "")) for link in _items(item, "links") if isinstance(link, dict)]
    candidates += [str(item.get("extendedHelp", "")) for item in _items(inner, "errors") if isinstance(item, dict)]
    candidates += re.findall(r"https://[^\s\"'<>]+", str(inner.get("message", "")))
    return next((link.rstrip(".,") for link in candidates if _googles(link)), "")


def _googles(link: str) -> bool:
    """Whether it leads to Google; nobody is sent anywhere else by an answer."""
    return re.match(r"https://(?:[a-z0-9-]+\.)*(?:google\.com|googleapis\.com)(?:/|$)", link) is not None


def _title(body: bytes) -> str:
    """What a web page or a text says of itself, in one line."""
    text = body[:20_000].decode("utf-8", "replace")
    found = re.search(r"<title[^>]*>(.*?)</title>", text, re.IGNORECASE | re.DOTALL)
    return _short(re.sub(r"<[^>]*>", " ", found.group(1) if found else text), 120)


def _short(text: object, most: int = _SHOWN) -> str:
    line = " ".join(str(text or "").split())
    return line if len(line) <= most else line[: most - 1] + "…"
