"""The stored login: one file that only its owner can read."""

import json
import os
import stat
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final
from uuid import uuid4

import platformdirs

from sheetkit.backends.google.errors import LoginMissing, TokenExposed
from sheetkit.backends.google.service import LOGIN_HOSTS, at_google, on_this_machine
from sheetkit.backends.google.sources import AUTH_URI, TOKEN_URI, ClientSecrets
from sheetkit.core.errors import WriteFailed

FILE: Final = "google-login.json"
_MODES: Final = sys.platform != "win32"
"""Windows keeps a person's own folder from others without modes."""
_CAREFULLY: Final = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
"""Follow no link, and do not wait for a pipe that somebody put in its place."""


@dataclass(frozen=True, slots=True)
class Login:
    """What a person's login at Google is: enough to ask for access tokens, which themselves are never stored.

    `expires` is the day (ISO 8601, UTC) on which Google ends it, "" where Google named none. Its text has no secrets.
    """

    client_id: str
    client_secret: str = field(repr=False)
    refresh_token: str = field(repr=False)
    scopes: tuple[str, ...] = ()
    email: str = ""
    expires: str = ""
    auth_uri: str = AUTH_URI
    token_uri: str = TOKEN_URI

    @property
    def client(self) -> ClientSecrets:
        """The client secrets that it was made with, to log in again."""
        return ClientSecrets(self.client_id, self.client_secret, self.auth_uri, self.token_uri)


def login_file(folder: Path | None = None) -> Path:
    """Where the login is stored."""
    return (folder or platformdirs.user_config_path("sheetkit", appauthor=False)) / FILE


def load(folder: Path | None = None) -> Login | None:
    """The stored login, or None when nobody is logged in.

    Modes that let others read it are mended. Raises TokenExposed when they cannot be, or when the file is somebody
    else's; LoginMissing when it holds no login.
    """
    path = login_file(folder)
    try:
        opened = os.open(path, os.O_RDONLY | _CAREFULLY)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise TokenExposed(f"The stored login cannot be read: {error.strerror}.", path=str(path)) from None
    try:
        _keep_to_ourselves(opened, path)
        with os.fdopen(opened, encoding="utf-8", errors="replace", closefd=False) as file:
            return _login(file.read(), path)
    finally:
        os.close(opened)


def save(login: Login, folder: Path | None = None) -> Path:
    """Store a login in the place of the one before, in one step. Raises WriteFailed when that cannot be done."""
    path = login_file(folder)
    new = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if _MODES:
            path.parent.chmod(0o700)
        opened = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(opened, "w", encoding="utf-8") as file:
            json.dump(asdict(login), file, indent=1)
            file.flush()
            os.fsync(opened)
        new.replace(path)
    except OSError as error:
        with suppress(OSError):
            new.unlink(missing_ok=True)
        raise WriteFailed(f"The login cannot be stored: {error.strerror}.", path=str(path)) from None
    return path


def delete(folder: Path | None = None) -> bool:
    """Delete the stored login; whether there was one."""
    path = login_file(folder)
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise WriteFailed(f"The login cannot be deleted: {error.strerror}.", path=str(path)) from None
    return True


def _keep_to_ourselves(opened: int, path: Path) -> None:
    if not _MODES:
        return
    found = os.fstat(opened)
    if not stat.S_ISREG(found.st_mode) or found.st_uid != os.geteuid():
        raise TokenExposed(path=str(path))
    try:
        if stat.S_IMODE(found.st_mode) & 0o077:
            os.fchmod(opened, 0o600)
        folder = path.parent
        if stat.S_IMODE(folder.stat().st_mode) & 0o077:
            folder.chmod(0o700)
    except OSError:
        raise TokenExposed(path=str(path)) from None


def _login(text: str, path: Path) -> Login:
    try:
        body = json.loads(text)
        login = Login(**{**body, "scopes": tuple(map(str, body["scopes"]))})
    except (ValueError, TypeError, KeyError):
        login = None
    if login is None or not (login.client_id and login.refresh_token and _safe(login)):
        raise LoginMissing("The stored login cannot be understood.", path=str(path), hint=_AGAIN)
    return login


def _safe(login: Login) -> bool:
    return at_google(login.token_uri, LOGIN_HOSTS) or on_this_machine(login.token_uri)


_AGAIN: Final = "Run `sheetkit auth logout`, then `sheetkit auth login --client-secrets FILE`."
