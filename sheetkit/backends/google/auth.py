"""Who sheetkit is at Google: which credentials, from where, and a client that carries them."""

import os
from collections.abc import Mapping
from typing import Final

import requests

from sheetkit.backends.google.account import Account
from sheetkit.backends.google.client import HTTPClient
from sheetkit.backends.google.service import URL_VARIABLE, local_server

TOKEN_VARIABLE: Final = "SHEETKIT_GOOGLE_TOKEN"  # noqa: S105 - the name of a variable
"""The environment variable with the user's token at the local server; `local` when it is not set."""


def connect(*, credentials: str = "", base_url: str = "", environment: Mapping[str, str] = os.environ) -> HTTPClient:
    """A client that is logged in.

    Raises AddressRefused when SHEETKIT_GOOGLE_URL is not a server on this machine.
    """
    server = local_server(base_url or environment.get(URL_VARIABLE, ""))
    session = requests.Session()
    session.trust_env = False  # no proxy and no .netrc between this machine and itself
    session.headers["Authorization"] = f"Bearer {environment.get(TOKEN_VARIABLE, '') or 'local'}"
    return HTTPClient(session, server=server, account=Account("local", way="the local server"), reads=0, writes=0)
