"""The Dockerfile and compose.yaml are what this version needs, as far as can be told without running them."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from marketplace.cli import COMMANDS
from marketplace.settings import Settings

from .reference import ROOT
from .test_commands import told_by

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
OURS = {name: service for name, service in COMPOSE["services"].items() if service["image"] == "lumbung"}


@pytest.mark.parametrize("name", sorted(OURS))
def test_a_service_runs_a_command_with_options_that_exist(name: str) -> None:
    program, command, *rest = OURS[name]["command"]
    assert program == "lumbung"
    assert command in COMMANDS
    assert {word for word in rest if word.startswith("--")} <= set(re.findall(r"--[a-z]+", told_by(command)))


@pytest.mark.parametrize("name", sorted(OURS))
def test_a_service_is_given_settings_that_exist(name: str) -> None:
    known = {item.metadata["variable"] for item in Settings.__dataclass_fields__.values()}
    assert set(OURS[name]["environment"]) <= known
    assert {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "PUBLIC_URL", "LUMBUNG_DATA"} <= set(OURS[name]["environment"])


def test_no_secret_stands_in_the_file() -> None:
    for service in COMPOSE["services"].values():
        for name, value in service.get("environment", {}).items():
            if re.search(r"PASSWORD|SECRET|URL", name) and name != "LUMBUNG_DATA":
                assert "${" in str(value) or name == "REDIS_URL", name


def test_a_service_waits_for_what_it_needs_and_that_exists() -> None:
    for name, service in OURS.items():
        assert set(service["depends_on"]) <= set(COMPOSE["services"]), name
        if name != "migrate":
            assert service["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    volumes = {each.split(":")[0] for service in COMPOSE["services"].values() for each in service.get("volumes", ())}
    assert volumes == set(COMPOSE["volumes"])


def test_every_process_of_the_product_has_a_service() -> None:
    assert {service["command"][1] for service in OURS.values()} == {"migrate", "serve", "worker", "scheduler"}


def test_the_image_is_built_from_what_is_there_and_runs_as_nobody_special() -> None:
    copied = {name for line in re.findall(r"^COPY (.+)$", DOCKERFILE, re.M) for name in line.split()[:-1]}
    assert [name for name in copied if not (ROOT / name).exists()] == []
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "benchmarks"}
    assert packages <= copied
    assert "--require-hashes" in DOCKERFILE
    assert re.search(r"^USER (?!root)", DOCKERFILE, re.M)


def test_the_web_server_answers_on_the_port_that_is_opened() -> None:
    assert re.findall(r"^EXPOSE (\d+)", DOCKERFILE, re.M) == ["8000"]
    assert OURS["web"]["ports"] == ["8000:8000"]
    assert OURS["web"]["command"][2:4] == ["--host", "0.0.0.0"]
