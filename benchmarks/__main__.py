"""Run the named benchmarks, or all of them; each module here has `main()` and prints its own figures."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from time import perf_counter


def names() -> list[str]:
    """Every benchmark, by the name of its module or folder."""
    here = Path(__file__).parent
    return sorted(
        {path.stem for path in here.glob("[a-z]*.py")} | {path.parent.name for path in here.glob("[a-z]*/__init__.py")}
    )


def main(wanted: list[str]) -> int:
    """Run `wanted` (default: all); exit status 2 when one of them does not exist."""
    unknown = set(wanted) - set(names())
    if unknown:
        print(f"There is no benchmark {', '.join(sorted(unknown))}. There are: {', '.join(names())}.", file=sys.stderr)
        return 2
    for name in wanted or names():
        print(f"\n== {name}", flush=True)
        started = perf_counter()
        import_module(f"benchmarks.{name}").main()
        print(f"   ({perf_counter() - started:.1f} s)", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
