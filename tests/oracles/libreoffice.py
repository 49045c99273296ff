"""Lets LibreOffice recalculate workbooks: the first oracle of every formula test."""

import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.oracles.tools import find

TIMEOUT: Final = 600
"""Seconds for one start of LibreOffice, however many files it is given."""

# OOXMLRecalcMode 0 is "always": LibreOffice otherwise trusts the cached values of a file that looks like Excel's own.
# The locale is fixed because text that looks like a number is read by it.
_SETTINGS: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>en-US</value></prop></item>
</oor:items>
"""


def recalculate(path: Path, folder: Path) -> Path:
    """The workbook at `path` with every formula recalculated, written under the same name into `folder`."""
    return recalculate_all([path], folder)[0]


def recalculate_all(paths: Sequence[Path], folder: Path) -> list[Path]:
    """Each workbook recalculated into `folder` under its own name, with one start of LibreOffice.

    `folder` must not hold the originals. A missing LibreOffice skips the test, and fails it when CI=true.
    Raises AssertionError with LibreOffice's own words when it writes nothing.
    """
    soffice = find("soffice", "Install LibreOffice Calc (apt-get install libreoffice-calc).")
    folder.mkdir(parents=True, exist_ok=True)
    targets = [folder / path.name for path in paths]
    if any(target.exists() for target in targets):
        raise FileExistsError(f"{folder} already holds a file of that name; give the oracle an empty folder")
    with tempfile.TemporaryDirectory(prefix="libreoffice-profile-") as profile:
        run = _convert(soffice, Path(profile), paths, folder)
    lost = [target.name for target in targets if not target.exists()]
    if lost:
        raise AssertionError(f"LibreOffice wrote no {', '.join(lost)}: {run.stdout}{run.stderr}")
    return targets


def _convert(soffice: str, profile: Path, paths: Sequence[Path], folder: Path) -> subprocess.CompletedProcess[str]:
    user = profile / "user"
    user.mkdir()
    (user / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    command = [soffice, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--convert-to"]
    command += ["xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder), *map(str, paths)]
    return subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT, check=False)
