"""What people give as a workbook: which texts name a Google spreadsheet, and which one."""

from pathlib import Path

import pytest

from sheetkit.app.places import backend_of, is_spreadsheet
from sheetkit.backends.google.backend import GoogleBackend
from sheetkit.core.errors import SheetkitError

ID = "1aB2cD3eF4gH5iJ6kL7mN8oP9qR0sT-uV_wXyZ123456"


@pytest.mark.parametrize(
    "book",
    [
        ID,
        f"https://docs.google.com/spreadsheets/d/{ID}",
        f"https://docs.google.com/spreadsheets/d/{ID}/edit?usp=sharing#gid=102",
        f"https://docs.google.com/spreadsheets/u/1/d/{ID}/edit",
        f"https:/docs.google.com/spreadsheets/d/{ID}/edit",
        f"HTTPS://Docs.Google.com/spreadsheets/d/{ID}/edit",
        f"docs.google.com/spreadsheets/d/{ID}/edit#gid=0",
        f"http://127.0.0.1:8765/spreadsheets/d/{ID}",
        f" {ID} ",
        f" https://docs.google.com/spreadsheets/d/{ID}/edit\n",
        f"<https://docs.google.com/spreadsheets/d/{ID}/edit#gid=7>",
        f"https://docs.google.com/spreadsheets/u/0/d/{ID}/edit?gid=7#gid=7",
        f"https://docs.google.com/a/example.com/spreadsheets/d/{ID}",
        f"https://drive.google.com/open?id={ID}&usp=drive_fs",
        f"https://drive.google.com/u/0/open?usp=sharing&id={ID}",
        f"https://drive.google.com/file/d/{ID}/view?usp=sharing",
        f"drive.google.com/file/u/0/d/{ID}/edit",
    ],
)
def test_a_spreadsheet_is_named_by_its_address_or_id(book: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHEETKIT_GOOGLE_URL", "http://127.0.0.1:8765")
    found = backend_of(book)
    assert isinstance(found, GoogleBackend)
    assert found.id == ID


@pytest.mark.parametrize(
    "book",
    [
        f"https://docs.google.com/document/d/{ID}/edit",
        f"https://drive.google.com/drive/folders/{ID}",
        f"https://example.com/open?id={ID}",
        "https://docs.google.com/spreadsheets/d/e/2PACX-1vQabcdef/pubhtml",
        "docs.google.com/spreadsheets/u/0/",
        "https://example.com/",
    ],
)
def test_other_addresses_are_refused_before_anything_is_asked(book: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHEETKIT_GOOGLE_URL", "http://127.0.0.1:8765")
    with pytest.raises(SheetkitError) as refused:
        backend_of(book)
    assert refused.value.message == "This is not the address of a Google spreadsheet."


def test_a_file_is_a_file_whatever_it_is_called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ID).touch()
    (tmp_path / "docs.google.com").mkdir()
    (tmp_path / "docs.google.com" / "cases.xlsx").touch()
    assert not any(map(is_spreadsheet, (ID, "docs.google.com/cases.xlsx", "cases.xlsx", f"{ID}.xlsx")))
