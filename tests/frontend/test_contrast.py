"""Ink on paper can be read: AA contrast for every pair of text and ground, by day and by night, and on print."""

import re

import pytest

from frontend.assets import STATIC

TEXT, EDGE = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11
PAIRS = [
    ("ink", "ground", TEXT),
    ("soft", "ground", TEXT),
    ("accent", "ground", TEXT),
    ("on-accent", "accent", TEXT),
    ("ink", "wash", TEXT),
    ("soft", "wash", TEXT),
    ("ground", "ink", TEXT),
    ("edge", "ground", EDGE),
]


def _palettes() -> dict[str, dict[str, str]]:
    tokens = (STATIC / "css" / "tokens.css").read_text()
    day, night = tokens.split("@media")
    print_sheet = (STATIC / "css" / "print.css").read_text()
    return {name: dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", text))
            for name, text in (("day", day), ("night", night), ("print", print_sheet))}  # fmt: skip


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("palette", ["day", "night", "print"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_ink_can_be_read_on_its_ground(palette, front, back, least):
    colours = _palettes()[palette]
    lighter, darker = sorted((_luminance(colours[front]), _luminance(colours[back])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= least


def test_day_and_night_know_the_same_colours():
    palettes = _palettes()
    assert palettes["day"].keys() == palettes["night"].keys() == palettes["print"].keys()


def test_colours_are_named_once():
    for path in (STATIC / "css").iterdir():
        if path.name not in ("tokens.css", "print.css"):
            assert re.findall(r"(?<!&)#[0-9a-f]{3,6}\b(?![^{]*\{)", path.read_text().replace("#000", "")) == [], (
                path.name
            )
