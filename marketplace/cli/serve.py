"""`lumbung serve`: the web server (gunicorn, threads)."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence

from .durable import refuse_what_forgets


def main(arguments: Sequence[str]) -> int:
    """Serve the pages and the API on --host and --port until told to stop; replaces this process by gunicorn."""
    parser = argparse.ArgumentParser(prog="lumbung serve", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=int(os.environ.get("WEB_CONCURRENCY", "1")))
    parser.add_argument("--threads", type=int, default=8)
    options = parser.parse_args(arguments)
    if (status := refuse_what_forgets()) != 0:
        return status
    # The pages stand above the marketplace, so the command line names them instead of importing them.
    import sys

    from gunicorn.app.wsgiapp import run

    sys.argv = [
        "gunicorn", "frontend.app:served()",
        "--bind", f"{options.host}:{options.port}",
        "--workers", str(options.workers), "--threads", str(options.threads), "--worker-class", "gthread",
        "--timeout", "60", "--graceful-timeout", "10", "--keep-alive", "5", "--log-level", "warning",
        "--limit-request-line", "8190", "--no-control-socket",
    ]  # fmt: skip
    run()
    return 0
