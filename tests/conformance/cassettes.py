"""What gspread recorded of Google: its cassettes, one a test, as requests with their answers."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and what Google answered. `target` is path and query, `answer` parsed JSON or the text."""

    method: str
    host: str
    target: str
    content_type: str
    body: str | None
    status: int
    answer_type: str
    answer: Any

    @property
    def name(self) -> str:
        """The request in one line."""
        return f"{self.method} {self.target}"


def cassettes(folder: Path) -> Iterator[tuple[str, list[Exchange]]]:
    """The name of each cassette and what is in it, in the order in which it was recorded."""
    for path in sorted(folder.glob("*.json")):
        recorded = json.loads(path.read_text(encoding="utf-8"))
        yield path.stem, [_exchange(each["request"], each["response"]) for each in recorded["interactions"]]


def _exchange(request: dict[str, Any], response: dict[str, Any]) -> Exchange:
    address = urlsplit(request["uri"])
    sent = {name.lower(): values[0] for name, values in request["headers"].items()}
    got = {name.lower(): values[0] for name, values in response["headers"].items()}
    text = response["body"].get("string") or ""
    answer_type = got.get("content-type", "").split(";")[0]
    return Exchange(
        request["method"],
        address.netloc,
        address.path + (f"?{address.query}" if address.query else ""),
        sent.get("content-type", ""),
        request["body"],
        response["status"]["code"],
        answer_type,
        json.loads(text) if text and answer_type == "application/json" else text,
    )
