"""What the product promises about speed, runnable by anyone: `make bench`, or `make bench ARGS="reading orders"`."""
