"""The stored login: who can read its file, and what becomes of damaged ones."""

import json
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sheetkit.backends.google import tokens
from sheetkit.backends.google.errors import LoginMissing, TokenExposed
from sheetkit.backends.google.tokens import Login, load, login_file, save
from sheetkit.core.errors import WriteFailed

MADE = Login("123.apps", "GOCSPX-secret", "1//refresh-secret", ("https://www.googleapis.com/auth/drive.file",))

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")


def mode(path: Path) -> str:
    return oct(stat.S_IMODE(path.stat().st_mode))


def test_a_login_comes_back_as_it_was_stored(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "sheetkit"
    assert load(folder) is None
    assert save(MADE, folder) == login_file(folder)
    assert load(folder) == MADE
    assert [path.name for path in folder.iterdir()] == [tokens.FILE]


@posix
def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "sheetkit"
    before = os.umask(0)
    try:
        file = save(MADE, folder)
    finally:
        os.umask(before)
    assert (mode(file), mode(folder)) == ("0o600", "0o700")


@posix
def test_a_folder_that_was_open_is_closed(tmp_path: Path) -> None:
    folder = tmp_path / "sheetkit"
    folder.mkdir(mode=0o755)
    save(MADE, folder)
    assert mode(folder) == "0o700"


@posix
@pytest.mark.parametrize("wide", [0o644, 0o640, 0o666, 0o604])
def test_wider_modes_are_mended_on_reading(tmp_path: Path, wide: int) -> None:
    file = save(MADE, tmp_path)
    file.chmod(wide)
    tmp_path.chmod(0o755)
    assert load(tmp_path) == MADE
    assert (mode(file), mode(tmp_path)) == ("0o600", "0o700")


@posix
def test_a_link_in_its_place_is_refused(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    file = save(MADE, elsewhere)
    (tmp_path / tokens.FILE).symlink_to(file)
    with pytest.raises(TokenExposed):
        load(tmp_path)


@posix
@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo])
def test_what_is_no_file_is_refused(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / tokens.FILE)
    with pytest.raises(TokenExposed):
        load(tmp_path)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root can give a file away")
def test_a_file_of_somebody_else_is_refused(tmp_path: Path) -> None:
    os.chown(save(MADE, tmp_path), 12345, 12345)
    with pytest.raises(TokenExposed):
        load(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"client_id": "a", "client_secret": "b", "refresh_token": "", "scopes": []}',
        '{"client_id": "a", "client_secret": "b", "refresh_token": "c", "scopes": 5}',
        '{"client_id": "a", "client_secret": "b", "refresh_token": "c", "scopes": [], "more": 1}',
        '{"client_id": "a", "client_secret": "b", "refresh_token": "c", "scopes": [], "token_uri": "https://evil.example"}',
    ],
)
def test_a_damaged_file_is_said_to_be_one(tmp_path: Path, text: str) -> None:
    login_file(tmp_path).write_text(text, encoding="utf-8")
    login_file(tmp_path).chmod(0o600)
    with pytest.raises(LoginMissing, match="cannot be understood") as caught:
        load(tmp_path)
    assert "sheetkit auth logout" in caught.value.advice


def test_a_login_that_cannot_be_stored_leaves_the_old_one(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(WriteFailed, match="cannot be stored"):
        save(MADE, tmp_path / "file")


def test_storing_again_replaces_in_one_step(tmp_path: Path) -> None:
    save(MADE, tmp_path)
    save(Login("other", "b", "c"), tmp_path)
    assert json.loads(login_file(tmp_path).read_text(encoding="utf-8"))["client_id"] == "other"
    assert [path.name for path in tmp_path.iterdir()] == [tokens.FILE]


def test_its_text_shows_no_secrets() -> None:
    assert "secret" not in repr(MADE).replace("client_secret", "")
    assert "GOCSPX" not in repr(MADE.client)


def test_deleting_says_whether_there_was_one(tmp_path: Path) -> None:
    save(MADE, tmp_path)
    assert tokens.delete(tmp_path) is True
    assert tokens.delete(tmp_path) is False
