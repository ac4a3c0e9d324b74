"""Pages of the statements: each for any days, beside an earlier period, as a page, a print or a workbook."""
