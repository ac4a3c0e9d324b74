"""What people can do with suppliers and price lists: one function per verb."""
