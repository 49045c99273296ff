"""The families of kinds; to import this module is to know them all."""

from sheetkit.emulator.sheets.batch import cells, dimensions, names, rules, spreadsheet, tabs

__all__ = ["cells", "dimensions", "names", "rules", "spreadsheet", "tabs"]
