"""Two answers side by side: what differs once ids, times and addresses have been matched up."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

IDS: Final = frozenset({"id", "spreadsheetId", "sheetId", "namedRangeId", "protectedRangeId", "permissionId"})
"""Fields whose values each side draws for itself."""
OWN: Final = frozenset({"etag", "version", "fileSize", "quotaBytesUsed"})
"""Fields that each side counts or draws in its own way: only that they are there is compared, and their type."""
ACCOUNT: Final = frozenset({"displayName", "ownerNames", "lastModifyingUserName"})
"""Fields that hold the name of the account that was used."""
LINKS: Final = frozenset(
    {"selfLink", "parentLink", "thumbnailLink", "iconLink", "alternateLink", "embedLink", "exportLinks", "url"}
)
"""Addresses in answers of Drive v2, which lead to Google's own pages; only that they are there is compared."""
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z")
_ADDRESS: Final = re.compile(r"https?://[^/\s]+")
_EMAIL: Final = re.compile(r"[\w.+-]+@[\w.-]+\.\w+")


@dataclass(slots=True)
class Twins:
    """What stands for what: values of the recording to values of our server, learnt from answers in the same place."""

    ours: dict[Any, Any] = field(default_factory=dict)

    def translate(self, content: Any, key: str = "") -> Any:
        """A part of a recorded request as it must be sent to our server."""
        if isinstance(content, Mapping):
            return {name: self.translate(value, name) for name, value in content.items()}
        if isinstance(content, list):
            return [self.translate(each, key) for each in content]
        return self.ours.get(content, content) if key in IDS else content

    def translate_text(self, text: str) -> str:
        """A path, in which the ids of files stand as they are."""
        for theirs, ours in self.ours.items():
            if isinstance(theirs, str) and len(theirs) > 20:
                text = text.replace(theirs, ours)
        return text

    def differences(self, theirs: Any, ours: Any, path: str = "", key: str = "") -> Iterator[str]:
        """A line for each difference."""
        if isinstance(theirs, Mapping) and isinstance(ours, Mapping):
            for name in theirs:
                if name not in ours:
                    yield f"{path}.{name}: not there, recorded {_short(theirs[name])}"
            for name, value in ours.items():
                if name not in theirs:
                    yield f"{path}.{name}: not recorded, here {_short(value)}"
                else:
                    inner = key if key in LINKS else name
                    yield from self.differences(theirs[name], value, f"{path}.{name}", inner)
            if set(theirs) == set(ours) and list(theirs) != list(ours):
                yield f"{path}: fields in the order {', '.join(ours)}, recorded {', '.join(theirs)}"
        elif isinstance(theirs, list) and isinstance(ours, list):
            if len(theirs) != len(ours):
                yield f"{path}: {len(ours)} entries, recorded {len(theirs)}"
            for index, (one, other) in enumerate(zip(theirs, ours, strict=False)):
                yield from self.differences(one, other, f"{path}[{index}]", key)
        elif not self._same(theirs, ours, key):
            yield f"{path}: {_short(ours)}, recorded {_short(theirs)}"

    def _same(self, theirs: Any, ours: Any, key: str) -> bool:
        if key in IDS and type(theirs) is type(ours):
            return bool(self.ours.setdefault(theirs, ours) == ours)
        if key in OWN | ACCOUNT | LINKS:
            return type(theirs) is type(ours)
        if isinstance(theirs, str) and isinstance(ours, str):
            return self._plain(theirs) == self._plain(ours)
        return bool(theirs == ours) and isinstance(theirs, bool) is isinstance(ours, bool)

    def _plain(self, text: str) -> str:
        """A text without what must differ."""
        return _EMAIL.sub("<email>", _ADDRESS.sub("<host>", _TIME.sub("<time>", self.translate_text(text))))


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 120 else f"{text[:117]}..."
