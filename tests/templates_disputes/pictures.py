"""Makes the pictures for docs/disputes.md: views of the tabs of both samples, printed by LibreOffice as on a screen.

Usage: python -m tests.templates_disputes.pictures; needs LibreOffice (soffice), Poppler (pdftoppm) and Chromium.
"""

import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
from playwright.sync_api import sync_playwright

import sheetkit

Pixels = npt.NDArray[np.uint8]

DOCS: Final = Path(__file__).parents[2] / "docs" / "disputes"
AS_OF: Final = date(2026, 11, 22)
QUARTER: Final = "2026Q3"
SETS: Final[dict[str, bool | str]] = {"shopper": True, "merchant": "merchant"}
_DOTS: Final = 84
"""Dots an inch: a column is as wide as on most screens."""
_COLOURS: Final = 160


@dataclass(frozen=True)
class View:
    """One picture: cells of a tab. The header row, and in wide tabs the first column, repeat beside them."""

    name: str
    tab: str
    cells: str
    sample: str = "shopper"


VIEWS: Final = (
    View("guide", "Guide", "A1:B44"),
    View("purchases", "Purchases", "B106:H121"),
    View("purchases-promises", "Purchases", "S106:AB121"),
    View("sellers", "Sellers", "B2:M15"),
    View("sellers-merchant", "Sellers", "B2:M10", "merchant"),
    View("carriers", "Carriers", "A1:M5"),
    View("categories", "Categories", "A1:N10"),
    View("disputes", "Disputes", "B14:L25"),
    View("disputes-merchant", "Disputes", "B6:L17", "merchant"),
    View("disputes-steps", "Disputes", "T14:AE25"),
    View("evidence", "Evidence", "B105:L123"),
    View("negotiation", "Negotiation", "B76:K95"),
    View("appeals", "Appeals", "A1:N9"),
    View("follow-ups", "Follow-ups", "B16:I28"),
    View("case-steps", "Case Steps", "B92:H111"),
    View("reminders", "Reminders", "A1:I21"),
    View("reminders-merchant", "Reminders", "A1:I15", "merchant"),
    View("types", "Types", "A1:J17"),
    View("types-terms", "Types", "K1:R17"),
    View("required-items", "Required Items", "A1:G24"),
    View("deadlines", "Deadlines", "A1:M31"),
    View("playbooks", "Playbooks", "A1:F29"),
    View("suggestions", "Suggestions", "A1:N14"),
    View("suggestions-merchant", "Suggestions", "A1:N10", "merchant"),
    View("review", "Review", "A1:G52"),
    View("review-suggestions", "Review", "A53:P82"),
    View("review-tables", "Review", "A84:R133"),
    View("review-trend", "Review", "A151:R197"),
    View("review-lists", "Review", "A208:G241"),
    View("settings", "Settings", "A1:E43"),
    View("lists", "Lists", "A1:N27"),
)


def main() -> None:
    """Draw all pictures."""
    DOCS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="pictures-") as name:
        folder = Path(name)
        for sample, which in SETS.items():
            book = folder / f"{sample}.xlsx"
            sheetkit.build("disputes", book, as_of=AS_OF, sample=which)
            sheetkit.patch_xlsx(book, {("Settings", "B3"): AS_OF, ("Review", "B5"): QUARTER})
            sheetkit.update(book, as_of=AS_OF)
            draw(book, [view for view in VIEWS if view.sample == sample], folder)
        shoot(folder / "shopper.xlsx", DOCS / "page.png", folder)


def draw(book: Path, views: Sequence[View], folder: Path) -> None:
    """One picture of each view, all printed by one start of LibreOffice."""
    shown = folder / f"{book.stem}-shown.xlsx"
    order = show(book, shown, views)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(shown))
    run("pdftoppm", "-r", str(_DOTS), str(shown.with_suffix(".pdf")), str(folder / book.stem))
    pages = sorted(folder.glob(f"{book.stem}-*.ppm"))
    for view, page in zip(order, pages, strict=True):
        save(trimmed(pixels_of(page)), DOCS / f"{view.name}.png")


def show(book: Path, target: Path, views: Sequence[View]) -> list[View]:
    """Copy the workbook so that it prints the views alone, each on one large page; the views in the order of pages."""
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        workbook = source.read("xl/workbook.xml").decode()
        tabs = re.findall(r'<sheet name="([^"]*)"', workbook)
        order = sorted(views, key=lambda view: tabs.index(view.tab))
        for name in source.namelist():
            part = source.read(name)
            if name == "xl/workbook.xml":
                part = with_areas(workbook, tabs, order).encode()
            elif re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name):
                part = laid_out(part.decode()).encode()
            package.writestr(name, part)
    return order


def with_areas(workbook: str, tabs: Sequence[str], views: Sequence[View]) -> str:
    """The list of tabs with the views as printed areas, and the other tabs hidden."""
    areas: dict[str, list[str]] = {}
    for view in views:
        cells = re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", view.cells)
        areas.setdefault(view.tab, []).append(f"'{view.tab}'!{cells}")
    names = "".join(
        f'<definedName name="_xlnm.Print_Area" localSheetId="{tabs.index(tab)}">{",".join(cells)}</definedName>'
        for tab, cells in areas.items()
    )
    workbook = workbook.replace("<definedNames>", f"<definedNames>{names}")
    for tab in (tab for tab in tabs if tab not in areas and not tab.startswith("_")):
        workbook = workbook.replace(f'<sheet name="{tab}" sheetId', f'<sheet name="{tab}" state="hidden" sheetId')
    first = min(map(tabs.index, areas))
    workbook = re.sub(r' activeTab="\d+"', "", workbook)
    return workbook.replace("<workbookView ", f'<workbookView activeTab="{first}" ')


def laid_out(sheet: str) -> str:
    """A sheet that prints at its own size on A2, with the letters of its columns and without a footer."""
    for gone in (r"<headerFooter.*?</headerFooter>", r"<rowBreaks.*?</rowBreaks>", r"<pageSetUpPr[^>]*/>"):
        sheet = re.sub(gone, "", sheet, flags=re.DOTALL)
    margins = '<pageMargins left="0.1" right="0.1" top="0.1" bottom="0.1" header="0" footer="0"/>'
    sheet = re.sub(r"<pageMargins[^>]*/>", f'<printOptions headings="1"/>{margins}', sheet)
    return re.sub(r"<pageSetup[^>]*/>", '<pageSetup paperSize="66" orientation="landscape"/>', sheet)


def shoot(book: Path, target: Path, folder: Path) -> None:
    """The top of the page of a quarter and what became of its suggestions, as a browser shows them."""
    made = folder / "page.html"
    options = ("--quarter", QUARTER, "--as-of", AS_OF.isoformat(), "--html", str(made))
    run(sys.executable, "-m", "sheetkit", "review", str(book), *options)
    with sync_playwright() as programs:
        chromium = programs.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = chromium.new_page(viewport={"width": 1200, "height": 1150})
        page.goto(made.as_uri())
        page.screenshot(path=target)
        page.locator("section.summary").nth(1).screenshot(path=target.with_name("page-suggestions.png"))
        chromium.close()


def run(*command: str) -> None:
    """Run a program. Raises CalledProcessError when it fails."""
    subprocess.run(command, check=True, capture_output=True)


def pixels_of(path: Path) -> Pixels:
    """The picture of a PPM file: rows, columns, three colours."""
    data = path.read_bytes()
    head = re.match(rb"P6\s+(\d+)\s+(\d+)\s+255\s", data)
    if head is None:
        raise ValueError(f"{path} is no PPM file.")
    return np.frombuffer(data, np.uint8, offset=head.end()).reshape(int(head[2]), int(head[1]), 3)


def trimmed(pixels: Pixels) -> Pixels:
    """The picture without the white around it."""
    ink = (pixels != 255).any(axis=2)
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    return pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def save(pixels: Pixels, path: Path) -> None:
    """Write a PNG with a palette of the most common colours; each other colour becomes the nearest of them."""
    colours, places, counts = np.unique(pixels.reshape(-1, 3), axis=0, return_inverse=True, return_counts=True)
    palette = colours[np.argsort(-counts)[:_COLOURS]]
    far = ((colours[:, None, :].astype(int) - palette[None, :, :].astype(int)) ** 2).sum(axis=2)
    indexed = far.argmin(axis=1).astype(np.uint8)[places].reshape(pixels.shape[:2])
    lines = b"".join(b"\0" + line.tobytes() for line in indexed)
    height, width = indexed.shape
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", head), (b"PLTE", palette.tobytes()), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(chunks))


if __name__ == "__main__":
    main()
