"""The XML of a workbook's parts: no DOCTYPE, no entities, no network, and names without their namespaces."""

import re
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from sheetkit.core.errors import PackageRefused

PROLOG_BYTES: Final = 64 * 1024
"""An XML part must come to its root element within so many bytes."""

_ENCODINGS: Final = {
    "utf-8": frozenset({"", "utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "windows-1252"}),
    "utf-16": frozenset({"", "utf-16", "utf-16le", "utf-16be", "utf16", "ucs-2"}),
}
_UTF32_OR_EBCDIC: Final = (b"\xff\xfe\0\0", b"\0\0\xfe\xff", b"<\0\0\0", b"\0\0\0<", b"\x4c\x6f\xa7\x94")
_INSTRUCTION: Final = re.compile(r"<\?.*?\?>|<!--.*?-->", re.DOTALL)
_ENCODING: Final = re.compile(r"<\?xml[^>]*?\sencoding\s*=\s*[\"']([^\"']*)[\"']")
_DISTRUST: Final = "No spreadsheet program writes this. Do not trust the file; it was not changed."


def check_prolog(part: str, head: bytes) -> None:
    """Refuse a part that declares a DOCTYPE, entities or an encoding that could hide them.

    `head` is the part's beginning, PROLOG_BYTES long or the whole part. What is not XML at all passes: no parser will
    take it for XML.
    """
    family, text = _decode(part, head)
    if text and not text.startswith("<"):
        return
    declared = _ENCODING.match(text)
    encoding = declared[1].lower() if declared else ""
    if encoding not in _ENCODINGS[family]:
        raise PackageRefused(
            f"The part {part} says that its text is encoded as {encoding!r}, which its bytes are not or which "
            "workbooks do not use.",
            hint="Save the workbook once in Excel or LibreOffice. The file was not changed.",
        )
    rest = _after_instructions(text)
    if _unfinished(rest):
        if len(head) >= PROLOG_BYTES:
            raise PackageRefused(
                f"The part {part} comes to no element within its first {PROLOG_BYTES:,} bytes.", hint=_DISTRUST
            )
    elif rest.startswith("<!"):
        what = (
            "a document type (DOCTYPE) or entities, with which small files can fill a machine's memory or read others"
        )
        raise PackageRefused(f"The part {part} declares {what}.", hint=_DISTRUST)


def needs_more(part: str, head: bytes) -> bool:
    """Whether what has been read of a part may still lie before its first element."""
    text = _decode(part, head)[1]
    return not text or (text.startswith("<") and _unfinished(_after_instructions(text)))


def _after_instructions(text: str) -> str:
    return _INSTRUCTION.sub("", text).lstrip()


def _unfinished(rest: str) -> bool:
    """Whether a prolog without its complete comments and instructions ends before an element begins."""
    return "<!--".startswith(rest) or rest.startswith(("<!--", "<?"))


def _decode(part: str, head: bytes) -> tuple[str, str]:
    """The family of encodings that the first bytes show (XML 1.0, appendix F), and the text from its first mark on."""
    if head.startswith(_UTF32_OR_EBCDIC):
        raise PackageRefused(
            f"The part {part} is encoded as UTF-32 or EBCDIC, which workbooks do not use.", hint=_DISTRUST
        )
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16", head.decode("utf-16", "ignore").lstrip()
    if head.startswith(b"<\0"):
        return "utf-16", head.decode("utf-16-le", "ignore").lstrip()
    if head.startswith(b"\0<"):
        return "utf-16", head.decode("utf-16-be", "ignore").lstrip()
    return "utf-8", head.removeprefix(b"\xef\xbb\xbf").decode("latin-1").lstrip()


def tree(part: str, data: bytes) -> etree._Element:
    """The root element of a part that has passed `check_prolog`. Raises PackageRefused when it is not well formed."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise damaged(part, str(error)) from error


def event_parser(target: Any) -> etree.XMLParser:
    """A parser that hands `target` each start, end and piece of text, builds nothing and resolves nothing."""
    return etree.XMLParser(target=target, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def damaged(part: str, detail: str) -> PackageRefused:
    """The error for a part that is not what it should be; `detail` says in what."""
    return PackageRefused(
        f"The workbook is damaged: the part {part} cannot be read ({detail}).",
        hint="Open it in Excel and let it repair the file, or take the last backup. The file was not changed.",
    )


def local(element: etree._Element) -> str:
    """The element's name without its namespace; "" for a comment or an instruction."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """The element's children of that name, in any namespace; none of no element."""
    return (child for child in (() if element is None else element) if local(child) == name)


def child(element: etree._Element, name: str) -> etree._Element | None:
    """The first child of that name, or None."""
    return next(children(element, name), None)


def attribute(element: etree._Element, name: str) -> str:
    """The attribute of that name in any namespace, such as `r:id`; "" where there is none."""
    direct = element.get(name)
    if direct is not None:
        return direct
    return next((str(value) for key, value in element.attrib.items() if str(key).endswith("}" + name)), "")


def truth(text: str | None) -> bool:
    """An xsd:boolean; blank is false."""
    return text in ("1", "true", "on")
