"""Takes secrets out of a text before anyone reads it."""

import re
from collections.abc import Iterable
from typing import Final

MARK: Final = "[secret]"
"""What stands where a secret stood."""
_SHORTEST: Final = 6
"""A known secret shorter than this could be any word; the local server's tokens are people's names."""

_LONG: Final = "access_token|refresh_token|id_token|client_secret|private_key|private_key_id|assertion|code_verifier"
_FIELDS: Final = f"{_LONG}|code|token"
_PATTERNS: Final = (
    re.compile(r"(://)[^/@\s]+(@)"),  # a name and a password in an address
    re.compile(r"(-----BEGIN [A-Z ]*PRIVATE KEY-----)(?s:.*?)(-----END [A-Z ]*PRIVATE KEY-----|$)"),
    re.compile(r"(?i)(\bbearer\s+)[\w.~+/=-]+()"),
    re.compile(rf"""(?i)(["']?\b(?:{_FIELDS})["']?\s*[:=]\s*["'])(?:\\.|[^"'\\])*(["'])"""),
    re.compile(rf"(?i)([?&])((?:{_FIELDS})=)[^&\s\"']+"),
    re.compile(rf"(?i)(\b)((?:{_LONG})=)[^&\s\"']+"),
    re.compile(r"()\bya29\.[\w.-]+()"),  # access tokens
    re.compile(r"()\b1//[\w-]{10,}()"),  # refresh tokens
    re.compile(r"()\b4/[\w-]{10,}()"),  # codes of a login
    re.compile(r"()\bGOCSPX-[\w-]+()"),  # client secrets
    re.compile(r"()\bAIza[\w-]{20,}()"),  # API keys
    re.compile(r"()\beyJ[\w-]{5,}\.[\w-]+(?:\.[\w-]*)?()"),  # signed statements (JWT)
)


def redacted(text: str, secrets: Iterable[str] = ()) -> str:
    """The text without the secrets that are known and without all that looks like one of Google's."""
    for secret in secrets:
        if len(secret) >= _SHORTEST:
            text = text.replace(secret, MARK)
    for pattern in _PATTERNS:
        text = pattern.sub(_marked, text)
    return text


def _marked(found: re.Match[str]) -> str:
    before, after = found.group(1), found.group(2)
    return f"{before}{after}{MARK}" if after.endswith("=") else f"{before}{MARK}{after}"
