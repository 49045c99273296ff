"""A workbook in memory, with what the other backends promise: for tests, rehearsals and models of a sync."""

from sheetkit.backends.memory.backend import MemoryBackend

__all__ = ["MemoryBackend"]
