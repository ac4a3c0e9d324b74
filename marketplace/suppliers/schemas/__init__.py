"""What the API of suppliers takes and gives, a module per subject."""
