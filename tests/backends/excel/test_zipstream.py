"""ZIP archives that every reader opens, with the same bytes every time."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetkit.backends.excel import zipstream
from sheetkit.backends.excel.archive import Archive
from sheetkit.backends.excel.limits import Limits
from sheetkit.backends.excel.zipstream import WorkbookTooLarge, zipped

PARTS = st.dictionaries(
    st.text("abcXYZé/._-", min_size=1, max_size=20).filter(lambda name: not {"", ".", ".."} & set(name.split("/"))),
    st.lists(st.binary(max_size=200), max_size=5),
    max_size=6,
)


def archive(parts: dict[str, list[bytes]]) -> bytes:
    return b"".join(zipped(parts.items()))


@given(PARTS)
def test_every_part_comes_back(parts: dict[str, list[bytes]]) -> None:
    """By the standard library's reader, checksums included."""
    with zipfile.ZipFile(io.BytesIO(archive(parts))) as package:
        assert package.testzip() is None
        assert {name: package.read(name) for name in package.namelist()} == {n: b"".join(c) for n, c in parts.items()}


def test_our_own_strict_reader_accepts_it() -> None:
    opened = Archive.open(archive({"a.xml": [b"<a/>"], "b/c.xml": [b"x" * 10_000]}), Limits())
    assert [entry.name for entry in opened.entries] == ["a.xml", "b/c.xml"]
    assert opened.read("b/c.xml") == b"x" * 10_000


def test_entries_have_no_date_of_their_own_and_no_descriptor() -> None:
    with zipfile.ZipFile(io.BytesIO(archive({"a": [b"1"], "b": [b"2"]}))) as package:
        for info in package.infolist():
            assert info.date_time == (1980, 1, 1, 0, 0, 0)
            assert not info.flag_bits & 0x8
            assert info.compress_type == zipfile.ZIP_DEFLATED


def test_content_is_asked_for_in_order() -> None:
    """The last part may depend on what the parts ahead of it said."""
    seen: list[str] = []

    def content(name: str) -> list[bytes]:
        seen.append(name)
        return [name.encode()]

    pieces = zipped((name, content(name)) for name in ("one", "two"))
    next(pieces)
    assert seen == ["one"]
    assert b"".join(pieces)
    assert seen == ["one", "two"]


def test_what_a_zip_cannot_hold_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is lowered here: nobody waits for four gigabytes."""
    monkeypatch.setattr(zipstream, "_LIMIT", 1000)
    assert archive({"a": [b"x" * 1000]})
    for parts in ({"a": [b"x" * 1001]}, {str(i): [b""] for i in range(20)}):
        with pytest.raises(WorkbookTooLarge):
            archive(parts)
