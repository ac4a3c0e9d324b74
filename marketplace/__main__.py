"""`python -m marketplace` is the command `lumbung`."""

from .cli import run

if __name__ == "__main__":
    run()
