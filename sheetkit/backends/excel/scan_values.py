"""What the text of a cell's XML means: numbers, texts, booleans, errors and ISO dates, a column or a cell at a time."""

import math
import re
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from enum import Enum
from typing import Final

from sheetkit.core.dates import to_serial
from sheetkit.core.errors import PackageRefused
from sheetkit.core.values import ERRORS, NUM, CellError, CellValue

SHIFT_1904: Final = 1462
"""Days from 1899-12-30, where serials count from, to 1904-01-01, where old Macintosh workbooks count from."""

_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE: Final = re.compile(r"&(?:#x([0-9A-Fa-f]{1,6});|#([0-9]{1,7});|([a-z]*;?))")
_ENTITIES: Final = {"amp;": "&", "lt;": "<", "gt;": ">", "quot;": '"', "apos;": "'"}
_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_NUMBER_BYTES: Final = b"0123456789.+-eE"
_TYPE: Final = re.compile(r"""\st\s*=\s*["']([^"']*)["']""")
_STYLE: Final = re.compile(r"""\ss\s*=\s*["']([0-9]+)["']""")
_MEMORY: Final = 1 << 16
"""How many different texts are remembered so that equal ones become one object."""


class Kind(Enum):
    """What a cell's `t` says about its value (ECMA-376-1, 18.18.11)."""

    NUMBER = "n"
    DATE_1904 = "1904"  # a number in a date's format, in a workbook that counts from 1904
    SHARED = "s"
    TEXT = "str"
    BOOL = "b"
    ERROR = "e"
    ISO = "d"


def unescape(text: str) -> str:
    """XML's character references resolved. Raises ValueError for one that XML does not know."""
    if "&#" in text:
        return _REFERENCE.sub(_character, text)
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&apos;", "'")
    if "&" in text.replace("&amp;", ""):
        raise ValueError(f"an & that begins no character reference, in {text[:40]!r}")
    return text.replace("&amp;", "&")


def _character(found: re.Match[str]) -> str:
    if found[3] in _ENTITIES:
        return _ENTITIES[found[3]]
    if found[1] or found[2]:
        return chr(int(found[1], 16) if found[1] else int(found[2]))
    raise ValueError(f"{found[0]} is no character reference")


def decode(text: str) -> str:
    """The `_xHHHH_` escapes of a spreadsheet's texts resolved (ST_Xstring, ECMA-376-1, 22.9.2.19)."""
    if "_x" not in text:
        return text
    return _joined(_ESCAPE.sub(lambda found: chr(int(found[1], 16)), text))


def _joined(text: str) -> str:
    """Surrogates that were escaped one by one, as one character; half a character as U+FFFD, which can be saved."""
    if any("\ud800" <= char <= "\udfff" for char in text):
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def text_of(raw: str) -> str:
    """The text that a piece of XML without markup stands for. White space stays as it is in the file."""
    return decode(unescape(raw) if "&" in raw else raw)


class Texts(dict[str, str]):
    """Texts by their XML: equal ones become one object, and each is resolved once."""

    def __missing__(self, raw: str) -> str:
        if len(self) >= _MEMORY:
            self.clear()
        text = self[raw] = text_of(raw)
        return text


class Values:
    """Turns raw values into cell values: `convert` a column's run, `one` a cell.

    `shared` are the workbook's shared texts. `dates` are the styles whose numbers are dates to be moved from 1904;
    empty for a workbook that counts from 1900. `sheet` and `part` are for the errors. With `escaped` the raw values are
    XML source, otherwise an XML parser has resolved their character references.
    """

    def __init__(self, sheet: str, shared: Sequence[str], dates: Collection[int] = (), *, escaped: bool = True) -> None:
        self._sheet = sheet
        self._shared = shared
        self._dates = dates
        self._texts: Callable[[str], str] = Texts().__getitem__ if escaped else decode
        self._kinds: dict[str, Kind] = {}
        self._known: dict[str | None, CellValue] = {None: None}
        self._one: dict[Kind, Callable[[str], CellValue]] = {
            Kind.NUMBER: number,
            Kind.DATE_1904: _from_1904,
            Kind.SHARED: self._shared_text,
            Kind.TEXT: self._texts,
            Kind.BOOL: lambda raw: raw.strip() in ("1", "true") if raw else None,
            Kind.ERROR: lambda raw: (ERRORS.get(raw) or CellError(raw)) if raw else None,
            Kind.ISO: _iso,
        }

    def kind(self, attributes: str) -> Kind:
        """The kind of a cell by the source of its attributes, such as ` s="5" t="str"`."""
        known = self._kinds.get(attributes)
        if known is None:
            kind, style = _TYPE.search(attributes), _STYLE.search(attributes)
            known = self.kind_of(kind[1] if kind else "n", style[1] if style else "")
            self._kinds[attributes] = known
        return known

    def kind_of(self, kind: str, style: str) -> Kind:
        """The kind of a cell by its `t` ("n" by default) and its `s` ("" by default)."""
        if kind == "inlineStr":
            return Kind.TEXT
        if kind == "n" and self._dates and int(style or "0") in self._dates:
            return Kind.DATE_1904
        try:
            return Kind(kind)
        except ValueError:
            return Kind.NUMBER

    def one(self, kind: Kind, raw: str | None) -> CellValue:
        """One cell's value; `raw` is None where the cell holds none."""
        return None if raw is None else self._one[kind](raw)

    def convert(self, attributes: Sequence[str | None], raws: Sequence[str | None]) -> list[CellValue] | None:
        """The values of a run of cells in one column, or None when all are blank.

        `attributes[i]` is None where there is no cell, `raws[i]` where it holds no value.
        """
        kinds = {self.kind(source) for source in set(attributes) if source is not None}
        if not kinds or raws.count(None) == len(raws):
            return None
        if len(kinds) == 1:
            return self._uniform(kinds.pop(), raws)
        one = {source: self._one[self.kind(source)] for source in set(attributes) if source is not None}
        return [
            None if raw is None or source is None else one[source](raw)
            for source, raw in zip(attributes, raws, strict=True)
        ]

    def _uniform(self, kind: Kind, raws: Sequence[str | None]) -> list[CellValue]:
        if kind is Kind.NUMBER:
            return _numbers(raws)
        if kind is Kind.SHARED:
            known = self._known
            known.update((raw, self._shared_text(raw)) for raw in set(raws).difference(known) if raw is not None)
            return [known[raw] for raw in raws]
        one = self._one[kind]
        return [None if raw is None else one(raw) for raw in raws]

    def _shared_text(self, raw: str) -> str | None:
        if not raw:
            return None
        if raw.isascii() and raw.isdigit() and (index := int(raw)) < len(self._shared):
            return self._shared[index]
        raise PackageRefused(
            f"The workbook is damaged: a cell of the sheet {self._sheet!r} shows shared text number {raw[:20]}, but "
            f"there are only {len(self._shared):,}.",
            hint="Open it in Excel and let it repair the file, or take the last backup. The file was not changed.",
        )


def number(raw: str) -> CellValue:
    """A number; blank for nothing, #NUM! for what is no finite number."""
    if _NUMBER.fullmatch(raw) or _NUMBER.fullmatch(raw := raw.strip()):
        value = float(raw)
        return value if math.isfinite(value) else NUM
    return NUM if raw else None


def _numbers(raws: Sequence[str | None]) -> list[CellValue]:
    """A run of numbers. What `float` takes and no spreadsheet writes (nan, 1_000) shows in the characters of all."""
    joined = "".join(filter(None, raws))
    if joined.isascii() and not joined.encode("ascii").translate(None, _NUMBER_BYTES):
        try:
            values = [float(raw) if raw else None for raw in raws]
        except ValueError:
            values = [math.inf]
        if math.isfinite(sum(filter(None, values))):
            return list(values)
    return [None if raw is None else number(raw) for raw in raws]


def _from_1904(raw: str) -> CellValue:
    value = number(raw)
    return value + SHIFT_1904 if isinstance(value, float) else value


def _iso(raw: str) -> CellValue:
    """An ISO 8601 date, date and time, or time of day as a serial number; other text stays text."""
    text = raw.strip().removesuffix("Z")
    try:
        if text.startswith("T") or ":" in text[:3]:
            moment = datetime.fromisoformat("1899-12-30T" + text.removeprefix("T"))
        else:
            moment = datetime.fromisoformat(text)
    except ValueError:
        return raw or None
    return to_serial(moment) + moment.microsecond / 86_400_000_000
