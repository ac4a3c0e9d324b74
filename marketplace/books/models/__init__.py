"""Tables of the books beside the ledger, a module per subject. Every key a child refers to carries the cooperative."""
