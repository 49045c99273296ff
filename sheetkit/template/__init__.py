"""Templates: the plain-text declaration of a workbook."""
