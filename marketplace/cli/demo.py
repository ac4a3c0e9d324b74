"""`lumbung demo`: the whole product on this machine, with a sample region, until Ctrl-C."""

from __future__ import annotations

import argparse
import shutil
import signal
import sys
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..demo import Persona
    from ..settings import Settings

HOST = "127.0.0.1"


def main(arguments: Sequence[str]) -> int:
    """Start everything, print the address and one sign-in per persona, stop everything on Ctrl-C."""
    parser = argparse.ArgumentParser(prog="lumbung demo", description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--reset", action="store_true", help="throw the demo's data away first")
    options = parser.parse_args(arguments)
    from ..servers.installation import CannotStart
    from ..settings import Settings

    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stopping.set())
    settings = replace(
        Settings.from_environment(), environment="development", public_url=f"http://{HOST}:{options.port}"
    )
    try:
        return run(settings, options.port, reset=options.reset, stopping=stopping)
    except CannotStart as reason:
        print(f"lumbung: {reason}", file=sys.stderr)
        return 1


def run(settings: Settings, port: int, *, reset: bool, stopping: threading.Event) -> int:
    """Run the demo on `port` until `stopping` is set; raises CannotStart."""
    from ..servers.installation import CannotStart, as_environment, running
    from ..servers.processes import check_port, children, wait_until_up

    check_port(HOST, port)
    if reset:
        throw_away(settings.data_folder)
    with running(settings, _progress) as complete:
        personas = _load(complete)
        commands = {
            "web": ["serve", "--host", HOST, "--port", str(port)],
            "worker": ["worker"],
            "scheduler": ["scheduler"],
        }
        _progress("Menyalakan situs, pekerja, penjadwal / starting web server, worker and scheduler")
        with children(commands, as_environment(complete), complete.data_folder / "logs") as processes:
            wait_until_up(f"{complete.public_url}/healthz", processes, stopping, seconds=60)
            if not stopping.is_set():
                _announce(complete.public_url, personas)
            while not stopping.wait(1):
                if (name := processes.ended()) is not None:
                    raise CannotStart(f"The {name} process ended; see {complete.data_folder / 'logs' / name}.log.")
            _progress("Berhenti / stopping")
    return 0


def throw_away(folder: Path) -> None:
    """Delete the demo's own data in `folder`, and nothing else that lies there."""
    for name in ("postgres", "valkey", "files", "logs", "secret_key"):
        path = folder / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _load(settings: Settings) -> Sequence[Persona]:
    from ..app import create_app
    from ..demo import load

    app = create_app(settings)
    with app.app_context():
        return load(settings, _progress)


def _progress(text: str) -> None:
    print(f"  · {text}", flush=True)


def _announce(address: str, personas: Sequence[Persona]) -> None:
    width = max(len(persona.role) for persona in personas)
    print(f"\nLumbung: {address}\n")
    for persona in personas:
        who = f"{persona.name}, {persona.organisation}"
        print(f"  {persona.role:<{width}}  {persona.sign_in:<16} {persona.password}   {who}")
    print("\nCtrl-C menghentikan semuanya / stops everything.", flush=True)
