"""A cooperative's books as its people read them: trial balance, account statement, entry. Nothing is written here."""
