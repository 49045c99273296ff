"""The styles part: formats looked up, and new ones appended at the end so that no old number changes its meaning."""

import re
from collections.abc import Sequence
from typing import Final

from sheetkit.backends.excel.bytesxml import (
    Document,
    Span,
    Splice,
    attribute,
    attributes,
    escape,
    text_attribute,
    with_attribute,
    without,
)

_BUILT_IN: Final = {
    "General": 0, "0": 1, "0.00": 2, "#,##0": 3, "#,##0.00": 4, "0%": 9, "0.00%": 10, "0.00E+00": 11, "@": 49,
}  # fmt: skip
"""Numbers of formats that mean the same in every language version (ECMA-376 part 1, 18.8.30)."""
_BUILT_IN_DATES: Final = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_FIRST_CUSTOM: Final = 164
_NOT_DATE: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_DATE_CODE: Final = re.compile(r"[ymdhs]", re.IGNORECASE)
_NAME: Final = re.compile(rb"(</?)([A-Za-z])")
_NO_FORMAT: Final = b'<%bxf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'


class Styles:
    """The cell formats of a workbook, and those that a patch adds."""

    def __init__(self, part: Document, found: Span) -> None:
        self._part, self._list = part, found
        self._formats = [
            (part.tag(span), part.source[span.inner : span.end])
            for span in part.find_all(b"xf", found.inner, found.close)
        ]
        self._kept = len(self._formats)
        self._codes = self._listed_codes()
        self._added_codes: dict[int, str] = {}
        self._known: dict[tuple[int, str, bool], int] = {}
        self._listed: dict[bytes, list[bytes]] = {}
        self._new: dict[bytes, list[bytes]] = {}

    @classmethod
    def open(cls, part: Document) -> "Styles | None":
        """The formats of a styles part; None where it lists none."""
        found = part.find(b"cellXfs")
        return cls(part, found) if found and not found.hollow else None

    def unformatted(self, style: int) -> bool:
        """Whether the format shows numbers as they come (General)."""
        return self._number_format(style) == 0

    def shows_date(self, style: int) -> bool:
        """Whether the format shows numbers as dates or times."""
        number = self._number_format(style)
        return number in _BUILT_IN_DATES or is_date_code(self._codes.get(number, ""))

    def quoted(self, style: int) -> bool:
        """Whether the format marks its cell's content as text, whatever it looks like."""
        return attribute(self._format(style)[0], b"quotePrefix") in (b"1", b"true")

    def variant(self, style: int, number_format: str = "", *, quoted: bool) -> int:
        """The number of the format that differs from `style` in its number format ("" keeps it) and its text mark."""
        if not number_format and self.quoted(style) == quoted:
            return style
        wanted = (style, number_format, quoted)
        if wanted not in self._known:
            self._known[wanted] = self._made(*wanted)
        return self._known[wanted]

    def lists(self, name: bytes) -> bool:
        """Whether the part has such a list (`fonts`) to which an element can be added."""
        found = self._part.find(name)
        return found is not None and not found.hollow

    def has(self, name: bytes) -> bool:
        """Whether the part has such a list, even one that holds nothing (`<dxfs count="0"/>`)."""
        return self._part.find(name) is not None

    def element(self, name: bytes, content: bytes) -> int:
        """The number of an element (`font`) in its list: one that says just that, else a new one at the end."""
        if name not in self._listed:
            spans = self._list_of(name)
            self._listed[name] = [self._part.source[span.start : span.end] for span in spans]
        content = self._prefixed(content)
        listed, new = self._listed[name], self._new.setdefault(name, [])
        every = [*listed, *new]
        if content in every:
            return every.index(content)
        new.append(content)
        return len(every)

    def format(self, head: bytes, rest: bytes, code: str) -> int:
        """The number of a cell format with this tag and content, and a number format ("" for the one it has)."""
        head, rest = self._prefixed(head), self._prefixed(rest)
        if code:
            head = with_attribute(head, b"numFmtId", b"%d" % self._code_number(code))
        return self._numbered(head, rest)

    def splices(self) -> list[Splice]:
        """What changes in the styles part; empty when nothing was added."""
        added = {b"cellXfs": [head + rest for head, rest in self._formats[self._kept :]], **self._new}
        splices = [splice for name, new in added.items() if new for splice in self._ending(name, new)]
        return sorted([*splices, *self._code_splices()])

    def _ending(self, name: bytes, new: Sequence[bytes]) -> list[Splice]:
        """More elements at the end of a list, and its count."""
        part, p = self._part, self._part.prefix
        found = self._list if name == b"cellXfs" else part.find(name)
        if found is None:
            return []
        before = self._kept if name == b"cellXfs" else len(self._listed[name])
        count = with_attribute(part.tag(found), b"count", b"%d" % (before + len(new)))
        content = b"".join(new)
        if found.hollow:
            return [(found.start, found.end, count[:-2].rstrip() + b">" + content + b"</" + p + name + b">")]
        return [(found.start, found.inner, count), (found.close, found.close, content)]

    def _list_of(self, name: bytes) -> list[Span]:
        found = self._part.find(name)
        return self._part.find_all(name[:-1], found.inner, found.close) if found else []

    def _prefixed(self, content: bytes) -> bytes:
        """XML without prefixes in this part's."""
        p = self._part.prefix
        return _NAME.sub(lambda found: found[1] + p + found[2], content) if p else content

    def _made(self, style: int, number_format: str, quoted: bool) -> int:
        """The number of a format like that: one that is there already, else a new one at the end."""
        head, rest = self._format(style)
        head = without(head, [b"quotePrefix"])
        if quoted:
            head = with_attribute(head, b"quotePrefix", b"1")
        if number_format:
            head = with_attribute(head, b"numFmtId", b"%d" % self._code_number(number_format))
            head = with_attribute(head, b"applyNumberFormat", b"1")
        return self._numbered(head, rest)

    def _numbered(self, head: bytes, rest: bytes) -> int:
        """The number of a format like that: one that is there already, else a new one at the end."""
        wanted = attributes(head), rest
        for number, (other, inside) in enumerate(self._formats):
            if (attributes(other), inside) == wanted:
                return number
        self._formats.append((head, rest))
        return len(self._formats) - 1

    def _format(self, style: int) -> tuple[bytes, bytes]:
        return self._formats[style] if style < len(self._formats) else (_NO_FORMAT % self._part.prefix, b"")

    def _number_format(self, style: int) -> int:
        return int(attribute(self._format(style)[0], b"numFmtId") or 0)

    def _listed_codes(self) -> dict[int, str]:
        listed = self._part.find(b"numFmts")
        found = {}
        for span in self._part.find_all(b"numFmt", listed.inner, listed.close) if listed else ():
            tag = self._part.tag(span)
            found[int(attribute(tag, b"numFmtId") or 0)] = text_attribute(tag, b"formatCode") or ""
        return found

    def _code_number(self, code: str) -> int:
        if code in _BUILT_IN:
            return _BUILT_IN[code]
        for number, known in self._codes.items():
            if known == code:
                return number
        number = max((_FIRST_CUSTOM - 1, *self._codes)) + 1
        self._codes[number] = self._added_codes[number] = code
        return number

    def _code_splices(self) -> list[Splice]:
        if not self._added_codes:
            return []
        part, p = self._part, self._part.prefix
        new = b"".join(
            b'<%bnumFmt numFmtId="%d" formatCode="%b"/>' % (p, number, part.encode(escape(code)))
            for number, code in self._added_codes.items()
        )
        listed = part.find(b"numFmts")
        if listed is None or listed.hollow:
            whole = b'<%bnumFmts count="%d">%b</%bnumFmts>' % (p, len(self._added_codes), new, p)
            root = part.find(b"styleSheet")
            at = listed.start if listed else root.inner if root else self._list.start
            return [(at, listed.end if listed else at, whole)]
        count = with_attribute(part.tag(listed), b"count", b"%d" % len(self._codes))
        return [(listed.start, listed.inner, count), (listed.close, listed.close, new)]


def is_date_code(code: str) -> bool:
    """Whether a number format shows a date or a time: it has one of y m d h s outside quotes and colours."""
    return bool(_DATE_CODE.search(_NOT_DATE.sub("", code.partition(";")[0])))
