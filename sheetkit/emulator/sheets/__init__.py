"""What the Sheets API does to a spreadsheet: reading, writing and the kinds of batchUpdate."""
