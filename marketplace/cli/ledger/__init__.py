"""`lumbung ledger`: the books as files that other programs check, and the work on the books that a command does.

A verb is a module here with `HELP`, `add_options(parser)` and `run(options) -> exit status`.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from types import ModuleType

from . import export, fold, head, importing, prove, seal, verify

VERBS: dict[str, ModuleType] = {
    "export": export,
    "import": importing,
    "fold": fold,
    "seal": seal,
    "head": head,
    "prove": prove,
    "verify": verify,
}
"""The word after `lumbung ledger` -> its module."""


def main(arguments: Sequence[str]) -> int:
    """Exit status 0 when all was done, 1 with one sentence when not."""
    parser = argparse.ArgumentParser(prog="lumbung ledger", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    for word, module in VERBS.items():
        module.add_options(verbs.add_parser(word, help=module.HELP))
    options = parser.parse_args(arguments)
    status: int = VERBS[options.verb].run(options)
    return status
