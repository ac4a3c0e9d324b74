"""What the API of orders takes and gives. Money is whole rupiah, quantities and unit prices are decimal text."""
