"""Sorts tables of a workbook as a person does in LibreOffice, by a macro that marks the rows and sorts them."""

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tests.oracles.tools import find

TIMEOUT: Final = 300
_MACRO: Final = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
Sub Sorted(source As String, target As String, tabs As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  Dim kind(0) As New com.sun.star.beans.PropertyValue
  Dim how(1) As New com.sun.star.beans.PropertyValue
  Dim fields(0) As New com.sun.star.table.TableSortField
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  book = StarDesktop.loadComponentFromURL(source, "_blank", 0, hidden())
  For Each piece In Split(tabs, ";")
    part = Split(piece, "|")
    fields(0).Field = CInt(part(2))
    fields(0).IsAscending = False
    how(0).Name = "SortFields"
    how(0).Value = fields()
    how(1).Name = "ContainsHeader"
    how(1).Value = False
    book.Sheets.getByName(part(0)).getCellRangeByName(part(1)).sort(how())
  Next piece
  kind(0).Name = "FilterName"
  kind(0).Value = "Calc MS Excel 2007 XML"
  book.storeToURL(target, kind())
  book.close(True)
End Sub
</script:module>
"""


def sort_down(path: Path, tables: Mapping[str, tuple[str, int]], folder: Path) -> None:
    """Sort rows of tabs, each given by the range of its rows and the column in it, the largest value first.

    The workbook at `path` is replaced by what LibreOffice saves; `folder` is an empty folder for its profile.
    """
    soffice = find("soffice", "Install LibreOffice Calc (apt-get install libreoffice-calc).")
    start = [soffice, f"-env:UserInstallation={folder.as_uri()}", "--headless", "--norestore"]
    subprocess.run([*start, "--terminate_after_init"], capture_output=True, timeout=TIMEOUT, check=False)
    (folder / "user" / "basic" / "Standard" / "Module1.xba").write_text(_MACRO, encoding="utf-8")
    target = folder / "sorted.xlsx"
    what = ";".join(f"{tab}|{cells}|{column}" for tab, (cells, column) in tables.items())
    call = f'macro:///Standard.Module1.Sorted("{path.as_uri()}","{target.as_uri()}","{what}")'
    run = subprocess.run([*start, call], capture_output=True, text=True, timeout=TIMEOUT, check=False)
    assert target.exists(), run.stdout + run.stderr
    target.replace(path)
