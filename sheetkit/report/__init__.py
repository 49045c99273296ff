"""What people read: text tables and HTML pages."""
