"""The lens between a workbook and its ledger of typed rows."""
