"""Texts as a workbook's XML holds them: escaped, counted, and each distinct one stored once (the shared strings).

Shared strings rather than inline ones: every program reads them, Excel itself writes them, a repeated text costs ten
bytes, and the look-up is as fast as escaping each text in place. Escapes after ECMA-376 part 1, 22.9.2.19 (ST_Xstring).
"""

import re
from collections.abc import Iterator, Sequence
from itertools import count
from typing import Final

MAX_TEXT: Final = 32_767
"""Characters (UTF-16 units) that a cell holds; Excel's specifications and limits."""

_LIVE: Final = frozenset("=+-@\t\r")
"""How a text begins that a program could take for a formula when it is typed again (OWASP, CSV injection)."""
_OUTSIDE_XML: Final = "\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff"
_SPECIAL: Final = re.compile(f"[&<>{_OUTSIDE_XML}]|_x[0-9A-Fa-f]{{4}}_")
_CONTROL: Final = re.compile(f"[{_OUTSIDE_XML}]")
_LOOKS_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_BATCH: Final = 4096


def escape(text: str) -> str:
    """The text as XML content: markup escaped, characters that XML cannot hold written as `_xHHHH_`."""
    if not _SPECIAL.search(text):
        return text
    text = _LOOKS_ESCAPED.sub("_x005F_", text)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def escape_all(texts: Sequence[str]) -> Sequence[str]:
    """Each text escaped; one look over all of them is enough where none needs it."""
    return [escape(text) for text in texts] if _SPECIAL.search("".join(texts)) else texts


def too_long(text: str) -> bool:
    """Whether the text is longer than a cell holds."""
    return len(text) > MAX_TEXT // 2 and len(text.encode("utf-16-le", "surrogatepass")) // 2 > MAX_TEXT


def keeps_space(text: str) -> bool:
    """Whether the text has white space that XML readers would drop without `xml:space`."""
    return text != text.strip()


class SharedTexts:
    """The distinct texts of a workbook in the order they were first met."""

    def __init__(self) -> None:
        self._numbers: dict[str, str] = {}
        self._live: set[str] = set()
        self._uses = 0

    def numbers(self, texts: Sequence[str]) -> list[str]:
        """The number of each text, adding those that are new. Raises ValueError when one is too long."""
        known = self._numbers
        fresh = [text for text in dict.fromkeys(texts) if text not in known]
        if max(map(len, fresh), default=0) > MAX_TEXT // 2 and any(map(too_long, fresh)):
            raise ValueError("a text is too long")
        if not _LIVE.isdisjoint([text[:1] for text in fresh]):
            self._live.update(text for text in fresh if text[:1] in _LIVE)
        known.update(zip(fresh, map(str, count(len(known))), strict=False))
        self._uses += len(texts)
        return [known[text] for text in texts]

    def any_live(self, texts: Sequence[str]) -> bool:
        """Whether one of these numbered texts begins like a formula."""
        return bool(self._live) and not self._live.isdisjoint(texts)

    def is_live(self, text: str) -> bool:
        """Whether this numbered text begins like a formula."""
        return text in self._live

    def all(self) -> list[str]:
        """The texts by their numbers."""
        return list(self._numbers)

    def part(self) -> Iterator[bytes]:
        """The shared strings part, in pieces."""
        yield f'{_HEAD}<sst xmlns="{_MAIN}" count="{self._uses}" uniqueCount="{len(self._numbers)}">'.encode()
        texts = list(self._numbers)
        for start in range(0, len(texts), _BATCH):
            batch = texts[start : start + _BATCH]
            pieces = [
                f'<si><t xml:space="preserve">{shown}</t></si>' if keeps_space(text) else f"<si><t>{shown}</t></si>"
                for text, shown in zip(batch, escape_all(batch), strict=True)
            ]
            yield "".join(pieces).encode()
        yield b"</sst>"
