"""The pages of docs/reference as tables, and what the program itself says it holds."""

from __future__ import annotations

import dataclasses
import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import frontend
import marketplace
from marketplace import outbox
from marketplace.errors import DomainError

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"


def table(page: str, title: str) -> list[tuple[str, ...]]:
    """The rows of the table below the heading `title` of a reference page, cells without their code marks."""
    text = (REFERENCE / page).read_text(encoding="utf-8")
    section = text.split(f"## {title}\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (.+) \|$", section, re.MULTILINE)
    return [tuple(cell.strip().strip("`") for cell in row.split(" | ")) for row in rows[2:]]


def errors_by_part() -> dict[str, list[type[DomainError]]]:
    """Every error class of the product by the part that raises it, in the order of their codes."""
    for package in (marketplace, frontend):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__") and ".migrations." not in module.name:
                import_module(module.name)
    found: dict[str, list[type[DomainError]]] = {}
    for error in sorted(_below(DomainError), key=lambda each: each.code):
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
