"""Pages of the books: trial balance, account statement, journal entry."""
