"""Texts come back from a file as they went in, whatever is in them."""

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sheetkit.backends.excel.read import read
from sheetkit.backends.excel.texts import SharedTexts, escape, escape_all, keeps_space, too_long
from sheetkit.backends.excel.write import write
from sheetkit.formula.parse import parse
from sheetkit.workbook.model import Block, CellColumn, Sheet, Workbook

ANY = st.text(st.characters() | st.sampled_from("_x0041&<>\"'\r\n\t\x00\x1f\ud800\ufffe"), max_size=40)
PLAIN = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t"), min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("text", "xml"),
    [
        ("plain", "plain"),
        ("a & b < c > d", "a &amp; b &lt; c &gt; d"),
        ("\"quotes\" 'stay'", "\"quotes\" 'stay'"),
        ("tab\tand\nline", "tab\tand\nline"),
        ("\r", "_x000D_"),
        ("\x00\x07\x1f", "_x0000__x0007__x001F_"),
        ("_x0041_", "_x005F_x0041_"),
        ("_x0041_x0042_", "_x005F_x0041_x005F_x0042_"),
        ("_x41_ _X0041_ _x004G_", "_x41_ _X0041_ _x004G_"),
        ("\ud800", "_xD800_"),
        ("\ufffe\uffff", "_xFFFE__xFFFF_"),
        ("😀", "😀"),
    ],
)
def test_escape(text: str, xml: str) -> None:
    assert escape(text) == xml


@given(ANY)
def test_every_text_comes_back(text: str) -> None:
    """Unescaping as ECMA-376 says (22.9.2.19) gives the text again, and what was escaped is XML."""
    raw = ET.fromstring(f"<t>{escape(text)}</t>").text or ""  # noqa: S314 - our own text
    assert re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), raw) == text


@given(st.lists(ANY))
def test_many_are_escaped_like_one(texts: list[str]) -> None:
    assert list(escape_all(texts)) == [escape(text) for text in texts]


@settings(max_examples=20, deadline=None)
@given(st.lists(PLAIN, min_size=1, max_size=30))
def test_openpyxl_reads_what_was_written(texts: list[str]) -> None:
    """Text is text for another program too; it keeps its white space. But openpyxl leaves `_xHHHH_` as it is."""
    with TemporaryDirectory() as folder:
        sheet = openpyxl.load_workbook(built(texts, Path(folder)))["S"]
        assert [sheet.cell(row, 1).value for row in range(1, len(texts) + 1)] == texts
        assert {sheet.cell(row, 1).data_type for row in range(1, len(texts) + 1)} == {"s"}


@settings(max_examples=50, deadline=None)
@example(["\ud800", "a\udfff", "\ud83d\ude00"])
@given(st.lists(ANY, min_size=1, max_size=30))
def test_sheetkit_reads_what_was_written(texts: list[str]) -> None:
    """Control characters and texts that look like an escape come back too, from plain cells and from cached results.

    Half a character (a lone surrogate), which nothing could print or save as UTF-8, is read as U+FFFD.
    """
    with TemporaryDirectory() as folder:
        grid = read(built(texts, Path(folder)))
        whole = [text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace") for text in texts]
        assert list(grid.sheets[0].values[0]) == whole
        assert list(grid.sheets[0].values[1]) == whole


def built(texts: list[str], folder: Path) -> Path:
    """A file with the texts in column A and as cached results in column B."""
    columns = (CellColumn(texts), CellColumn(texts, formula=parse('="x"')))
    write(Workbook((Sheet("S", blocks=(Block(0, 0, columns),)),)), folder / "t.xlsx")
    return folder / "t.xlsx"


@pytest.mark.parametrize(
    ("text", "long"),
    [("x" * 32_767, False), ("x" * 32_768, True), ("😀" * 16_383, False), ("😀" * 16_384, True), ("é" * 32_767, False)],
)
def test_length_counts_as_excel_counts(text: str, long: bool) -> None:
    """In units of UTF-16, of which a smiley takes two."""
    assert too_long(text) is long


@pytest.mark.parametrize(("text", "keeps"), [(" a", True), ("a ", True), ("a\n", True), ("a b", False), ("", False)])
def test_keeps_space(text: str, keeps: bool) -> None:
    assert keeps_space(text) is keeps


def test_each_text_is_stored_once() -> None:
    texts = SharedTexts()
    assert texts.numbers(["b", "a", "b"]) == ["0", "1", "0"]
    assert texts.numbers(["c", "a"]) == ["2", "1"]
    part = b"".join(texts.part()).decode()
    assert 'count="5" uniqueCount="3"' in part
    assert re.findall("<si><t>(.*?)</t></si>", part) == ["b", "a", "c"]


def test_live_texts_are_known() -> None:
    texts = SharedTexts()
    texts.numbers(["a", "=b", "-"])
    assert texts.any_live(["a", "=b"])
    assert not texts.any_live(["a"])
    assert [texts.is_live(text) for text in ("a", "=b", "-")] == [False, True, True]
