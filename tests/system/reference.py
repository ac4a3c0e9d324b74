"""The pages of docs/reference as tables, and what the program itself says it holds."""

from __future__ import annotations

import dataclasses
import inspect
import pkgutil
import re
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import frontend
import marketplace
from cooperative_ledger.refusals import REFUSALS
from marketplace import outbox
from marketplace.api import STATUS, SignInRequired, VersionRequired
from marketplace.errors import ChangedMeanwhile, DomainError
from marketplace.schedule import SCHEDULE
from marketplace.subscriptions import SUBSCRIPTIONS
from marketplace.suppliers.reading.sheets import SENTENCES

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"
RENEW = "python -m tests.system.reference brings the tables to what the program holds"


def table(page: str, title: str) -> list[tuple[str, ...]]:
    """The rows of the table below the heading `title` of a reference page; the first cells without code marks."""
    text = (REFERENCE / page).read_text(encoding="utf-8")
    section = text.split(f"## {title}\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (.+) \|$", section, re.MULTILINE)
    cells = [[cell.strip() for cell in row.split(" | ")] for row in rows[2:]]
    return [(first.strip("`"), *rest) for first, *rest in cells]


def errors_by_part() -> dict[str, list[type[DomainError]]]:
    """Every error with a code of its own by the part that raises it, in the order of the codes.

    A class without one only carries the sentences of others.
    """
    for package in (marketplace, frontend):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__") and ".migrations." not in module.name:
                import_module(module.name)
    found: dict[str, list[type[DomainError]]] = {}
    own = [error for error in _below(DomainError) if "code" in vars(error)]
    for error in sorted(own, key=lambda each: each.code):
        found.setdefault(_part(error.__module__), []).append(error)
    return found


def _below(error: type[DomainError]) -> set[type[DomainError]]:
    return {error}.union(*(_below(each) for each in error.__subclasses__()))


def _part(module: str) -> str:
    package, _, rest = module.partition(".")
    name = rest.partition(".")[0]
    is_domain = (ROOT / package / name).is_dir()
    return "Pages" if package == "frontend" else name.capitalize() if is_domain else "Everywhere"


def events() -> Iterator[tuple[str, type]]:
    """Name and class of every event of the domains."""
    for path in sorted((ROOT / "marketplace").glob("*/events.py")):
        module = import_module(f"marketplace.{path.parent.name}.events")
        for name, value in vars(module).items():
            if dataclasses.is_dataclass(value) and isinstance(value, type) and value.__module__ == module.__name__:
                yield f"{path.parent.name}.{outbox.snake(name)}", value


Rows = Sequence[tuple[str, ...]]


def error_rows(errors: Sequence[type[DomainError]]) -> Rows:
    """Code, HTTP status, both sentences."""
    return [(error.code, status(error), error.indonesian, error.english) for error in errors]


def status(error: type[DomainError]) -> str:
    """The HTTP status that an error is answered with."""
    special = {SignInRequired: "401", VersionRequired: "428", ChangedMeanwhile: "412 or 409", DomainError: "500"}
    return special.get(error) or str(next(number for kind, number in STATUS.items() if issubclass(error, kind)))


def sentence_rows(sentences: dict[str, tuple[str, str]]) -> Rows:
    """Code and both sentences, by code."""
    return [(code, *sentences[code]) for code in sorted(sentences)]


def event_rows() -> Rows:
    """Name, meaning, content, who reacts."""
    return [
        (
            name,
            (inspect.getdoc(event) or "").replace("\n", " "),
            ", ".join(item.name for item in dataclasses.fields(event)),
            reactions(name),
        )
        for name, event in sorted(events())
    ]


def reactions(event: str) -> str:
    """The jobs that an event causes, with their queues."""
    told = [f"{each.job.removeprefix('marketplace.')} ({each.queue})" for each in SUBSCRIPTIONS.get(event, ())]
    return ", ".join(told) or "nobody yet; it is recorded"


def scheduled_rows() -> Rows:
    """Job, how often, queue."""
    return [
        (each.job.removeprefix("marketplace."), f"every {each.every.total_seconds() / 60:g} minutes", each.queue)
        for each in SCHEDULE
    ]


def operation_rows(spec: dict[str, Any]) -> Rows:
    """Method and path, what it is for, the scope a token needs; by path."""
    rows = []
    for path, item in spec["paths"].items():
        for method in ("get", "post", "put", "delete"):
            if method in item:
                tag = item[method]["tags"][0]
                by_right = f"{tag}:{'read' if method == 'get' else 'write'}"
                scope = {"me": "any token", "tokens": "a person, no token"}.get(tag, by_right)
                rows.append((f"{method.upper()} {path}", item[method]["summary"], scope))
    return sorted(rows, key=lambda row: row[0].partition(" ")[2])


def renew(page: str, title: str, rows: Rows) -> None:
    """Write `rows` into the table below the heading `title` of a reference page."""
    path = REFERENCE / page
    text = path.read_text(encoding="utf-8")
    before, _, rest = text.partition(f"## {title}\n")
    found = re.search(r"^\|.*\|\n\|[- |]+\|\n((?:\|.*\|\n)*)", rest, re.MULTILINE)
    assert found is not None, f"{page} has no table under {title}"
    lines = "".join(f"| `{row[0]}` | {' | '.join(row[1:])} |\n" for row in rows)
    path.write_text(f"{before}## {title}\n{rest[: found.start(1)]}{lines}{rest[found.end(1) :]}", encoding="utf-8")


def renew_all() -> None:
    """Bring every table of the reference to what the program holds; new parts need their heading first."""
    for part, errors in errors_by_part().items():
        renew("errors.md", part, error_rows(errors))
    renew("errors.md", "Files that cannot be read", sentence_rows(SENTENCES))
    renew("errors.md", "Entries that the books refuse", sentence_rows(REFUSALS))
    renew("events.md", "What happens", event_rows())
    renew("events.md", "What runs by the clock", scheduled_rows())
    renew("endpoints.md", "Operations", operation_rows(_document()))


def _document() -> dict[str, Any]:
    from frontend.app import product
    from marketplace.settings import Settings

    app = product(Settings(database_url="postgresql://nobody@localhost/none", secret_key="none"))
    client = app.test_client()
    document: dict[str, Any] = client.get("/api/openapi.json").get_json()
    return document


if __name__ == "__main__":
    renew_all()
