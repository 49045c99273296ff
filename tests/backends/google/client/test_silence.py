"""When no answer comes: whose fault it is, as far as one can tell, and whether the change can have been made."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from sheetkit.backends.google.account import Account
from sheetkit.backends.google.errors import Unreachable
from tests.backends.google.client.clients import SHEET, client
from tests.backends.google.client.scripted import Reply, Time, scripted

LOCAL = Account("local", "ann@example.com", "the local server")


def closed() -> str:
    """The address of a port that nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{taken.getsockname()[1]}"


def test_a_local_server_that_is_off_is_said_at_once() -> None:
    time = Time()
    with pytest.raises(Unreachable, match="does not answer") as caught:
        client(closed(), time, LOCAL).answer("POST", f"{SHEET}:batchUpdate", body={})
    assert "sheetkit emulator" in caught.value.advice
    assert time.slept == []


def test_a_read_that_takes_too_long_is_tried_again() -> None:
    time = Time()
    with scripted(Reply(silent=5.0), Reply(silent=5.0), Reply()) as script:
        http = client(script.url, time)
        http.set_timeout((1.0, 0.1))
        assert http.answer("GET", SHEET) == {}
    assert time.slept == [1.0, 2.0]


def test_a_read_that_always_takes_too_long_says_so() -> None:
    with scripted(Reply(silent=5.0)) as script:
        http = client(script.url, Time(), patience=1.5)
        http.set_timeout((1.0, 0.05))
        with pytest.raises(Unreachable, match="in time"):
            http.answer("GET", SHEET)


def test_a_proxy_that_is_off_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """To Google itself; the proxy is the only machine that is asked."""
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, closed())
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(Unreachable, match="proxy") as caught:
        client("", Time()).answer("POST", f"{SHEET}:batchUpdate", body={})
    assert "HTTPS_PROXY" in caught.value.advice


@contextmanager
def strange_certificate(folder: Path) -> Iterator[str]:
    """The address of a server whose certificate nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    file = folder / "both.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
        + made.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    server = HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"https://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_certificate_that_nobody_vouches_for_is_not_tried_again(tmp_path: Path) -> None:
    time = Time()
    with strange_certificate(tmp_path) as url, pytest.raises(Unreachable, match="cannot be trusted"):
        client(url, time).answer("POST", f"{SHEET}:batchUpdate", body={})
    assert time.slept == []
