"""A Google spreadsheet as a backend: create, read, patch, over the REST API."""
