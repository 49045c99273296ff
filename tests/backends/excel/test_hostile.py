"""Files made to do harm: each is refused or made harmless within two seconds and 300 MB, and stays as it was.

Each is read in a process of its own, so that memory can be measured and a crash counts as what it is.
"""

import hashlib
import io
import json
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.backends.excel.handmade import pack, parts, sheet

SECONDS = 2.0
MEGABYTES = 300

CHILD = """
import json, resource, sys, time
resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
from sheetkit.backends.excel.read import read
from sheetkit.core.errors import PackageRefused
start = time.process_time()
try:
    sheet = read(sys.argv[1]).sheets[0]
    said = "read " + repr([column[0] for column in sheet.values[:3] if sheet.height])[:200]
except PackageRefused as refused:
    said = "refused: " + refused.message
seconds = time.process_time() - start
status = dict(line.split(":", 1) for line in open("/proc/self/status") if ":" in line)
print(json.dumps({"said": said, "seconds": seconds, "megabytes": int(status["VmHWM"].split()[0]) / 1024}))
"""


def rows(text: str) -> bytes:
    """A workbook whose one sheet has these rows."""
    return pack(parts(sheet(text)))


def cell(inner: str, kind: str = "str") -> str:
    """Row 1 with one cell."""
    return f'<row r="1"><c r="A1" t="{kind}">{inner}</c></row>'


def zip_bomb() -> bytes:
    """300 MB of white space between two rows, in 300 kB."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        made = parts()
        before, after = str(made.pop("xl/worksheets/sheet1.xml")).split("</sheetData>")
        for name, content in made.items():
            archive.writestr(name, content)
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            part.write(before.encode())
            for _ in range(300):
                part.write(b" " * 1_000_000)
            part.write(b"</sheetData>" + after.encode())
    return target.getvalue()


def lying_zip_bomb() -> bytes:
    """The same, declared as 5,000 bytes."""
    data = zip_bomb()
    real = struct.pack("<L", int.from_bytes(data[data.rfind(b"PK\x01\x02") + 24 :][:4], "little"))
    return data.replace(real, struct.pack("<L", 5000))


def crowded_cell() -> bytes:
    """One row that gives one cell 150,000 times, with instructions in between that keep the fast scan away."""
    return rows('<row r="1">' + "".join(f'<c r="A1" s="{n}"/><?a {n}?>' for n in range(150_000)) + "</row>")


def entity_bomb() -> bytes:
    """A billion laughs."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    text = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY l0 "ha">{entities}]>'
    return pack(parts(text + sheet(cell("<v>&l9;</v>")).partition("?>")[2]))


def outside_entity() -> bytes:
    """An entity that would read a file of the machine."""
    text = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return pack(parts(text + sheet(cell("<v>&x;</v>")).partition("?>")[2]))


def many_entries() -> bytes:
    """An archive with 60,000 empty parts."""
    return pack([*parts().items(), *((f"xl/media/{n}.bin", b"") for n in range(60_000))])


def merges() -> bytes:
    """One merge over the whole sheet."""
    merged = '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    return pack(parts(sheet(cell("<v>x</v>"), after=merged)))


FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
LONG = "x" * 40_000

CASES: dict[str, tuple[Callable[[], bytes], str]] = {
    "a zip bomb": (zip_bomb, "refused: The part xl/worksheets/sheet1.xml unpacks"),
    "a zip bomb that lies": (lying_zip_bomb, "refused: The part xl/worksheets/sheet1.xml unpacks to more"),
    "one cell 150,000 times": (crowded_cell, "read []"),
    "an XML bomb": (entity_bomb, "refused: The part xl/worksheets/sheet1.xml declares a document type"),
    "an XML bomb in UTF-16": (lambda: pack(parts(zipped_text(entity_bomb()).encode("utf-16"))), "refused: The part"),
    "an entity that reads a file": (outside_entity, "refused: The part xl/worksheets/sheet1.xml declares"),
    "an entity nobody declared": (lambda: rows(cell("<v>&x;</v>")), "refused: The workbook is damaged"),
    "duplicate entries": (
        lambda: pack([*parts().items(), ("xl/workbook.xml", "<w/>")]),
        "refused: The archive holds a part named 'xl/workbook.xml': the name is there twice",
    ),
    "a path that leads out": (
        lambda: pack(parts(extra={"../../home/x": "y"})),
        "refused: The archive holds a part named '../../home/x'",
    ),
    "60,000 entries": (many_entries, "refused: The archive lists"),
    "one merge over the whole sheet": (merges, "read ['x']"),
    "two cells far apart": (lambda: rows(FAR), "refused: The sheet 'Data' reaches to XFD1048576"),
    "two cells far apart, oddly written": (
        lambda: rows(FAR.replace('r="1"', "r='1'")),
        "refused: The sheet 'Data' reaches to XFD1048576",
    ),
    "a formula far away": (
        lambda: rows('<row r="1048576"><c r="XFD1048576"><f>A1</f></c></row>'),
        "refused: The sheet 'Data' reaches to XFD1048576",
    ),
    "an absurd dimension": (
        lambda: pack(parts(sheet(cell("<v>x</v>"), before='<dimension ref="A1:XFD1048576"/>'))),
        "read ['x']",
    ),
    "a million empty rows": (lambda: rows("".join(f'<row r="{n}"/>' for n in range(1, 1_000_001))), "read []"),
    "a row beyond the sheet": (lambda: rows('<row r="99999999999"><c><v>1</v></c></row>'), "refused: The sheet 'Data'"),
    "a number of 100,000 digits": (
        lambda: rows(cell(f"<v>{'9' * 100_000}</v>", "n")),
        "read [CellError(code='#NUM!')]",
    ),
    "a row number of 100,000 digits": (lambda: rows(f'<row r="{"9" * 100_000}"/>'), "refused: The workbook is damaged"),
    "tags 100,000 deep": (lambda: rows("<a>" * 100_000 + "</a>" * 100_000), "read []"),
    "an attribute of 20 MB": (lambda: rows(f'<row r="1" x="{"ab" * 9_000_000}"/>'), "refused: The"),
    "a text of 20 MB": (lambda: rows(cell(f"<v>{'ab' * 9_000_000}</v>")), "refused: The"),
    "a comment without end": (lambda: rows("<!--" + "x" * 900_000), "refused: The workbook is damaged"),
    "a file cut off": (lambda: rows(cell("<v>x</v>"))[:-300], "refused: The workbook is damaged"),
    "a text file": (lambda: b"Case ID,Amount\n", "refused: The file is plain text"),
    "formula text in data": (lambda: rows(cell("<v>=HYPERLINK(1)</v>")), "read ['=HYPERLINK(1)']"),
    "control characters": (lambda: rows(cell("<v>_x0000_\ta_x000D_</v>")), r"read ['\x00\ta\r']"),
    "a cell of 40,000 characters": (lambda: rows(cell(f"<v>{LONG}</v>")), "read ['xxxx"),
    "a number of 17 digits": (lambda: rows(cell("<v>12345678901234567</v>", "n")), "read [1.2345678901234568e+16]"),
    "not a number": (lambda: rows(cell("<v>NaN</v>", "n")), "read [CellError(code='#NUM!')]"),
    "40,000 formulas that share one of 8,000 characters": (
        lambda: rows(
            f'<row r="1"><c r="A1"><f t="shared" si="0">{"B1+" * 2700}B1</f></c></row>'
            + "".join(f'<row r="{n}"><c r="A{n}"><f t="shared" si="0"/></c></row>' for n in range(2, 40_000))
        ),
        "refused: The formulas of the sheet 'Data' that cells share",
    ),
}


def zipped_text(data: bytes) -> str:
    """The sheet of a packed workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize("case", CASES)
def test_a_hostile_file_does_no_harm(case: str, tmp_path: Path) -> None:
    make, said = CASES[case]
    path = tmp_path / "hostile.xlsx"
    path.write_bytes(make())
    before = hashlib.sha256(path.read_bytes()).digest()
    root = Path(__file__).parents[3]
    run = subprocess.run(
        [sys.executable, "-c", CHILD, str(path)], capture_output=True, text=True, timeout=60, cwd=root, check=False
    )
    assert run.returncode == 0, run.stderr[-500:]
    result = json.loads(run.stdout)
    assert result["said"].startswith(said), result
    assert result["seconds"] < SECONDS, result
    assert result["megabytes"] < MEGABYTES, result
    assert hashlib.sha256(path.read_bytes()).digest() == before
