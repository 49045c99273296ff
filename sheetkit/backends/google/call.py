"""What one request is: where it goes, which quota it counts in, and whether it changes anything."""

import re
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import urlsplit

_READING_POSTS: Final = re.compile(r":(?:getByDataFilter|batchGetByDataFilter|search)$")
"""Requests that only read although they are POSTs (sheets.v4 discovery document)."""
_CREATING: Final = re.compile(
    r"/(?:v4/spreadsheets|drive/v3/files|drive/v3/files/[^/]+/copy|upload/drive/v[23]/files)/?$"
)


@dataclass(frozen=True, slots=True)
class Call:
    """One request: the HTTP method in capitals, and the address without its query."""

    method: str
    url: str

    @classmethod
    def of(cls, method: str, url: str) -> "Call":
        """The call that a request is; its query is dropped, it may hold what is nobody's business."""
        return cls(method.upper(), url.partition("?")[0].partition("#")[0])

    @property
    def shown(self) -> str:
        """The address as errors carry it."""
        return self.url

    @property
    def origin(self) -> str:
        """The server alone."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def changes(self) -> bool:
        """Whether it changes something."""
        return self.method not in {"GET", "HEAD"} and not (
            self.method == "POST" and _READING_POSTS.search(self.url) is not None
        )

    @property
    def creates(self) -> bool:
        """Whether it makes a new file."""
        return self.method == "POST" and _CREATING.search(self.url) is not None

    @property
    def kind(self) -> Literal["reads", "writes", "drive"]:
        """The count that it belongs to; Drive's quotas are so much larger that they need no bucket."""
        if "/v4/spreadsheets" not in self.url:
            return "drive"
        return "writes" if self.changes else "reads"
