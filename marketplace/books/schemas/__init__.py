"""What the API of the books takes and gives, a module per subject; money is whole rupiah."""
