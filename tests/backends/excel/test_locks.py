"""Workbooks that Excel or LibreOffice has open: who has them, and what to do."""

from pathlib import Path

import pytest

from sheetkit.backends.excel import locks, store
from sheetkit.backends.excel.patch import patch_xlsx
from sheetkit.core.errors import FileBusy
from tests.backends.excel.handmade import pack, parts, sheet


def owner_file(name: str) -> bytes:
    """Excel's: the name's length and the name in 54 bytes, then again in UTF-16, filled with spaces to 165 bytes."""
    narrow = name.encode("cp1252", "replace")
    head = bytes([len(narrow)]) + narrow.ljust(53)
    wide = bytes([len(name), 0]) + name.encode("utf-16-le")
    return (head + wide).ljust(165, b" ")


MARKS = [
    ("~$cases.xlsx", owner_file("Ann Smith"), "open in Excel by Ann Smith."),
    ("~$cases.xlsx", owner_file("Zoë Ødegård"), "open in Excel by Zoë Ødegård."),
    ("~$cases.xlsx", owner_file("李伟"), "open in Excel by 李伟."),
    ("~$cases.xlsx", b"", "open in Excel."),
    ("~$cases.xlsx", b"\x03Ann", "open in Excel by Ann."),
    (".~lock.cases.xlsx#", b"Ann Smith,ann,desk-7,22.11.2026 09:14,file:///home/ann/.config;",
     "open in LibreOffice by Ann Smith since 22.11.2026 09:14."),
    (".~lock.cases.xlsx#", b"Smith\\, Ann,ann,desk-7,22.11.2026 09:14,;", "by Smith, Ann since"),
    (".~lock.cases.xlsx#", b",ann,desk-7,22.11.2026 09:14,file:///x;", "by ann on desk-7 since 22.11.2026 09:14."),
    (".~lock.cases.xlsx#", b"", "open in LibreOffice."),
    (".~lock.cases.xlsx#", b"\xff\xfe\x00garbage", "open in LibreOffice"),
]  # fmt: skip


@pytest.mark.parametrize(("mark", "content", "words"), MARKS)
def test_an_open_workbook_is_not_written(tmp_path: Path, mark: str, content: bytes, words: str) -> None:
    path = tmp_path / "cases.xlsx"
    path.write_bytes(pack(parts(sheet(""))))
    before = path.read_bytes()
    (tmp_path / mark).write_bytes(content)
    with pytest.raises(FileBusy) as busy:
        patch_xlsx(path, {("Data", "A1"): 1})
    assert words in str(busy.value)
    assert f"delete the file {mark} beside it" in str(busy.value)
    assert path.read_bytes() == before
    (tmp_path / mark).unlink()
    assert patch_xlsx(path, {("Data", "A1"): 1}).changed


def test_a_workbook_opened_through_a_link_is_found(tmp_path: Path) -> None:
    """The mark lies beside whichever name the other program was given."""
    (tmp_path / "real").mkdir()
    path, link = tmp_path / "real" / "cases.xlsx", tmp_path / "link.xlsx"
    path.touch()
    link.symlink_to(path)
    assert locks.holder(link) is None
    mark = tmp_path / "real" / "~$cases.xlsx"
    mark.write_bytes(owner_file("Ann"))
    found = locks.holder(link)
    assert found == locks.Holder("Excel", "Ann", "", mark)


def test_a_workbook_opened_while_we_work_is_noticed(tmp_path: Path) -> None:
    """The mark appears after the file was read and before it is replaced."""
    path = tmp_path / "cases.xlsx"
    path.write_bytes(b"old")

    def opened(_: Path) -> None:
        (tmp_path / "~$cases.xlsx").touch()

    with store.locked(path), pytest.raises(FileBusy):
        store.replace(path, [b"new"], expected=store.revision(path), check=opened)
    assert path.read_bytes() == b"old"
