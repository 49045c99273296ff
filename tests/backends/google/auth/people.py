"""A person with a browser, files of credentials, and an environment that holds nothing of this machine's own."""

import json
import threading
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

ROBOT = "robot@shop.iam.gserviceaccount.com"
CLIENT_ID = "123-abc.apps.googleusercontent.com"
CLIENT_SECRET = "GOCSPX-very-secret"  # noqa: S105 - made up


@cache
def private_key() -> str:
    """A key of nobody's, made for these tests."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    kind = serialization.PrivateFormat.PKCS8
    return key.private_bytes(serialization.Encoding.PEM, kind, serialization.NoEncryption()).decode()


def service_account(server: str = "https://oauth2.googleapis.com", **more: Any) -> dict[str, Any]:
    """The file of a service account's key."""
    body = {"type": "service_account", "project_id": "shop", "private_key_id": "1a2b", "private_key": private_key()}
    return body | {"client_email": ROBOT, "client_id": "1", "token_uri": f"{server}/token"} | more


def client_secrets(server: str, **more: Any) -> dict[str, Any]:
    """The file of a Desktop app's client secrets, for a local server."""
    uris = {"auth_uri": f"{server}/o/oauth2/auth", "token_uri": f"{server}/token"}
    return {"installed": {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, **uris} | more}


def authorized_user(server: str = "https://oauth2.googleapis.com", **more: Any) -> dict[str, Any]:
    """The file of a login that another program stored."""
    body = {"type": "authorized_user", "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
    return body | {"refresh_token": "1//refresh-secret", "token_uri": f"{server}/token"} | more


def written(folder: Path, body: Mapping[str, Any] | str, name: str = "credentials.json") -> str:
    """The path of a file with that text."""
    path = folder / name
    path.write_text(body if isinstance(body, str) else json.dumps(body), encoding="utf-8")
    return str(path)


def bare(folder: Path, **more: str) -> dict[str, str]:
    """An environment in which gcloud never was, of somebody who is in a hurry."""
    return {"CLOUDSDK_CONFIG": str(folder / "no-gcloud"), "SHEETKIT_GOOGLE_PATIENCE": "5", **more}


def browser(pages: list[requests.Response] | None = None) -> Callable[[str], None]:
    """Somebody who opens an address and follows it to its end, in the background as browsers do."""

    def opens(address: str) -> None:
        def go() -> None:
            page = requests.get(address, timeout=10)
            if pages is not None:
                pages.append(page)

        threading.Thread(target=go, daemon=True).start()

    return opens
