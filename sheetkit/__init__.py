"""Builds, reads, checks, updates and reviews the spreadsheets in which people run refunds, returns and disputes."""
