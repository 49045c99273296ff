"""The kinds of spreadsheets.batchUpdate: what each changes in a spreadsheet, what it answers and when it refuses."""

from sheetkit.emulator.sheets.batch.apply import apply

__all__ = ["apply"]
