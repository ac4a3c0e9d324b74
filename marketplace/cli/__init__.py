"""The command `lumbung`. A subcommand is a module here, imported only when called: `lumbung prices` needs no server."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

COMMANDS = {
    "prices": "read a price list, or compare several; needs no server",
    "demo": "the whole product on this machine, with a sample region",
    "serve": "the web server",
    "worker": "an RQ worker",
    "scheduler": "relays events to the queue and starts what is due",
    "migrate": "bring the database to this version",
    "backup": "write database and files into a folder",
    "restore": "read a backup into an empty installation",
    "ledger": "export and check the cooperatives' books",
    "platform": "make the first administrator, load the regions",
}
"""Subcommand -> what it is for. The module of the same name has `main(arguments) -> exit status`."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `lumbung COMMAND ...`; exit status 0 done, 1 failed, 2 not understood or not readable."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or given[0] in {"-h", "--help", "help"}:
        print(_overview())
        return 0
    if given[0] not in COMMANDS:
        print(f"lumbung: there is no command {given[0]!r}.\n\n{_overview()}", file=sys.stderr)
        return 2
    module = import_module(f".{given[0]}", __name__)
    status: int = module.main(given[1:])
    return status


def _overview() -> str:
    lines = [f"  {name:<10} {purpose}" for name, purpose in COMMANDS.items()]
    return "\n".join(["lumbung COMMAND [OPTIONS]   (lumbung COMMAND --help tells more)", "", *lines])


def run() -> None:
    """Entry point of the installed script."""
    sys.exit(main())
