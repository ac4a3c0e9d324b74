"""The guides lead where they say: their links exist, and the addresses they name are pages of the product."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

ROOT = Path(__file__).parents[2]
GUIDES = sorted((ROOT / "docs" / "guides").glob("*.md"))


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_a_guides_links_lead_somewhere(guide: Path) -> None:
    text = guide.read_text(encoding="utf-8")
    targets = [target.partition("#")[0] for target in re.findall(r"\]\(([^)]+)\)", text)]
    local = [target for target in targets if target and "://" not in target]
    assert [target for target in local if not (guide.parent / target).exists()] == []


def test_the_pages_of_the_books_that_guides_name_exist(app: Flask) -> None:
    adapter = app.url_map.bind("localhost")
    unknown = []
    for guide in GUIDES:
        for address in re.findall(r"`(/books[\w/-]*)`", guide.read_text(encoding="utf-8")):
            if not adapter.test(address, "GET") and not adapter.test(address, "POST"):
                unknown.append((guide.name, address))
    assert unknown == []
