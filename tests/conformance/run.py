"""gspread's own suite over real HTTP: `python -m tests.conformance.run /path/to/gspread [--python PY] [options]`."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from sheetkit.emulator.server import Server
from tests.conformance.world import furnished

HERE = Path(__file__).parent


def main() -> int:
    """Start a server, run the suite against it, and give back pytest's exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gspread", type=Path, help="a checkout of gspread with its tests")
    parser.add_argument("--python", default=sys.executable, help="an interpreter with pytest<9, pytest-vcr and gspread")
    chosen, further = parser.parse_known_args()
    if not (chosen.gspread / "tests" / "conftest.py").is_file():
        parser.error(f"{chosen.gspread} holds no tests/conftest.py; docs/conformance.md says where to get the suite")
    with furnished(Server()) as server:
        environment = os.environ | {
            "SHEETKIT_CONFORMANCE_URL": server.url,
            "PYTHONPATH": f"{HERE}{os.pathsep}{chosen.gspread.resolve()}",
        }
        plugin = ["-p", "over_http"]
        command = [chosen.python, "-m", "pytest", *plugin, "--disable-vcr", "-p", "no:cacheprovider", *further, "tests"]
        return subprocess.run(command, cwd=chosen.gspread, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
