"""docs/reference/commands.md, the README and the Makefile name the commands and options there are, and no others."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from marketplace.cli import COMMANDS

from .reference import REFERENCE, ROOT

PAGE = (REFERENCE / "commands.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z]+):.*## ", MAKEFILE, re.MULTILINE))
SECTIONS = dict(re.findall(r"^## `lumbung ([a-z ]+?)(?: F[^`\n]*)?`\n(.*?)(?=^## )", PAGE, re.M | re.S))


def told_by(command: str) -> str:
    """What `lumbung COMMAND --help` prints; its exit status must be 0."""
    words = [sys.executable, "-m", "marketplace", *command.split(), "--help"]
    done = subprocess.run(words, capture_output=True, text=True, check=True, cwd=ROOT, timeout=60)
    return done.stdout


def test_every_command_is_documented_and_every_documented_command_exists() -> None:
    assert {title.split()[0] for title in SECTIONS} == set(COMMANDS)


@pytest.mark.parametrize("command", sorted(SECTIONS))
def test_the_options_of_a_command_are_those_it_takes(command: str) -> None:
    documented = set(re.findall(r"^\| `(--[a-z]+)", SECTIONS[command], re.MULTILINE))
    told = told_by(command)
    if command == "prices read":
        told = next(line for line in told.splitlines() if "prices read" in line)
    taken = set(re.findall(r"--[a-z]+", told)) - {"--help"}
    assert documented == taken


def test_the_commands_of_a_command_are_all_documented() -> None:
    for command in ("prices", "platform", "ledger"):
        documented = {title.split()[1] for title in SECTIONS if title.startswith(f"{command} ")}
        told = told_by(command)
        verbs = set(re.findall(r"\{([a-z,]+)\}", told)) or {
            ",".join(re.findall(r"^lumbung prices ([a-z]+)", told, re.M))
        }
        assert documented == set(",".join(verbs).split(",")), command


def test_an_unknown_command_is_refused_with_the_list_of_those_there_are() -> None:
    words = [sys.executable, "-m", "marketplace", "prize"]
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=ROOT, timeout=60)
    assert done.returncode == 2
    assert all(name in done.stderr for name in COMMANDS)


@pytest.mark.parametrize("text", [README, PAGE], ids=["README", "commands.md"])
def test_every_make_target_that_is_named_exists(text: str) -> None:
    assert set(re.findall(r"\bmake ([a-z]+)\b", re.sub(r"`make`", "", text))) & _words_after_make(text) <= TARGETS


def _words_after_make(text: str) -> set[str]:
    """Only what stands as a command: in code marks or at the start of a line of a code block."""
    return set(re.findall(r"`make ([a-z]+)", text)) | set(re.findall(r"^make ([a-z]+)", text, re.MULTILINE))


def test_every_make_target_is_documented() -> None:
    assert set(re.findall(r"^\| `make ([a-z]+)`", PAGE, re.MULTILINE)) == TARGETS


def test_every_lumbung_command_in_the_readme_exists() -> None:
    named = set(re.findall(r"lumbung ((?:prices (?:read|compare))|[a-z]+)(?= [A-Za-z]|`)", README))
    known = set(COMMANDS) | set(SECTIONS)
    assert named
    assert named <= known


def test_every_place_that_the_readme_names_exists() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", README)
    folders = re.findall(r"^\| `([a-z_/]+/)`", README, re.MULTILINE)
    assert folders
    assert [name for name in (*links, *folders) if not (ROOT / name).exists()] == []


def test_links_between_the_documents_lead_somewhere() -> None:
    broken = []
    for page in (ROOT / "docs").rglob("*.md"):
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
            if not (page.parent / target).exists():
                broken.append((str(page.relative_to(ROOT)), target))
    assert broken == []
