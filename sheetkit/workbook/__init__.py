"""A workbook as plain frozen data, before any program has written or after any has read it."""
