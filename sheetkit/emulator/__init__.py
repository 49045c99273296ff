"""A local server that answers like Google Sheets v4 and Drive v3, for trials and tests without an account."""
