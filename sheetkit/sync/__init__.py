"""Two copies of one workbook kept in step by three-way merge."""
