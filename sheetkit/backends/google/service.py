"""Where requests go: Google's hosts, or one server on this machine in their place."""

from ipaddress import ip_address
from typing import Final
from urllib.parse import SplitResult, urlsplit, urlunsplit

from sheetkit.backends.google.errors import AddressRefused

URL_VARIABLE: Final = "SHEETKIT_GOOGLE_URL"
"""The environment variable that names a server on this machine, such as http://127.0.0.1:8080."""
API_HOSTS: Final = frozenset({"sheets.googleapis.com", "www.googleapis.com"})
"""The hosts of Sheets and Drive; the local server takes the place of both when there is one."""
LOGIN_HOSTS: Final = frozenset({"oauth2.googleapis.com", "accounts.google.com", "www.googleapis.com"})
"""The hosts that a login may be made, renewed and revoked at; old key files name the last two."""


def on_this_machine(url: str) -> bool:
    """Whether an http or https address is this machine's own: localhost, 127.0.0.0/8 or ::1."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and (host == "localhost" or _loopback(host))


def _loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def at_google(url: str, hosts: frozenset[str] = API_HOSTS) -> bool:
    """Whether an address is https at one of these hosts of Google's."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    return parts.scheme == "https" and parts.hostname in hosts and port in {None, 443}


def local_server(url: str) -> str:
    """The address of the local server, without a trailing slash; "" for none.

    Raises AddressRefused unless it is this machine's own, because credentials go where it points.
    """
    text = url.strip()
    if not text:
        return ""
    if not on_this_machine(text):
        raise AddressRefused(f"{text} is not a server on this machine.")
    parts = urlsplit(text)
    if parts.username or parts.password or parts.path.strip("/") or parts.query or parts.fragment:
        raise AddressRefused(f"{URL_VARIABLE} is a server and its port alone, such as http://127.0.0.1:8080.")
    return f"{parts.scheme}://{parts.netloc}"


def placed(url: str, server: str) -> str:
    """The address that a request goes to: Google's as it is, or the same path at the local server.

    Raises AddressRefused for an address that is neither Google's nor the local server's.
    """
    if server and url.startswith(f"{server}/"):
        return url
    if not at_google(url):
        raise AddressRefused(
            f"{url.partition('?')[0]} is neither Google nor the local server.", hint="Please report it."
        )
    if not server:
        return url
    here, there = urlsplit(server), urlsplit(url)
    return urlunsplit(SplitResult(here.scheme, here.netloc, there.path, there.query, ""))
