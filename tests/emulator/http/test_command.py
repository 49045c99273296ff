"""The command `sheetkit emulator`, run as a person runs it."""

import signal
import socket
import subprocess
import sys
from pathlib import Path

import requests


def run(*arguments: str, before: str = "") -> subprocess.Popen[str]:
    script = f"{before}\nimport sys\nfrom sheetkit.cli import main\nsys.exit(main(['emulator', *sys.argv[1:]]))"
    return subprocess.Popen(
        [sys.executable, "-u", "-c", script, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def ended(*arguments: str, before: str = "") -> tuple[int, str]:
    """The exit code, and what was said on standard error."""
    process = run(*arguments, before=before)
    _, said = process.communicate(timeout=30)
    return process.returncode, said


def test_it_says_where_it_is_answers_and_stops_at_ctrl_c(tmp_path: Path) -> None:
    process = run("--port", "0", "--data", str(tmp_path / "trial"), "--faults", "drive:2=503")
    assert process.stdout
    first = process.stdout.readline()
    assert first.startswith("The local server answers at http://127.0.0.1:")
    url = first.split()[-1]
    said = "".join(process.stdout.readline() for _ in range(7))
    assert f"export SHEETKIT_GOOGLE_URL={url}" in said
    statuses = [
        requests.get(f"{url}/drive/v3/files", headers={"Authorization": "Bearer a"}, timeout=9).status_code
        for _ in range(3)
    ]
    assert statuses == [200, 503, 200]
    assert "There is no spreadsheet yet" in requests.get(url, timeout=9).text
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, "")
    assert out.endswith("Stopped.\n")


def test_a_port_that_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        code, said = ended("--port", port)
    assert code == 2
    assert f"Another program listens on port {port}." in said
    assert "--port" in said


def test_faults_that_cannot_be_understood() -> None:
    code, said = ended("--faults", "write=explode")
    assert code == 2
    assert "The fault 'write=explode'" in said
    assert "docs/emulator.md" in said


def test_parts_that_are_not_installed() -> None:
    code, said = ended(before="import sys; sys.modules['uvicorn'] = None")
    assert code == 2
    assert "The local server needs uvicorn, which is not installed." in said
    assert "pip install '.[emulator]'" in said


def test_a_folder_that_cannot_be_one(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    code, said = ended("--port", "0", "--data", str(file))
    assert code == 2
    assert "Traceback" not in said
