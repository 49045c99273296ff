"""Takes a workbook's file into memory, opened for reading only and never longer than the limit."""

import os
import stat
from pathlib import Path

from sheetkit.backends.excel.limits import Limits, advice
from sheetkit.core.errors import FileMissing, PackageRefused


def file_bytes(path: str | os.PathLike[str], limits: Limits) -> bytes:
    """The whole file. Raises FileMissing, and PackageRefused for what is no file, may not be read or is too long."""
    try:
        status = Path(path).stat()
        if stat.S_ISDIR(status.st_mode):
            raise PackageRefused("This is a folder, not a workbook.", hint="Name the file in it.")
        if not stat.S_ISREG(status.st_mode):
            raise PackageRefused("This is not an ordinary file.", hint="Copy the workbook to a file first.")
        with Path(path).open("rb") as file:
            data = file.read(limits.file_bytes + 1)
    except FileNotFoundError:
        raise FileMissing(path=os.fspath(path)) from None
    except PermissionError:
        raise PackageRefused("This account may not read the file.", hint="Ask its owner, or copy it.") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise PackageRefused(
            f"The file cannot be read: {reason}.", hint="Copy it to this machine and try again."
        ) from None
    if len(data) > limits.file_bytes:
        raise PackageRefused(
            f"The file has {max(status.st_size, len(data)):,} bytes; the limit is {limits.file_bytes:,}.",
            hint=advice("file_bytes"),
        )
    return data
