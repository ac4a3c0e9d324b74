"""What people do with orders, one function per verb. None of them commits."""
