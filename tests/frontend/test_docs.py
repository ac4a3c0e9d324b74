import re
from pathlib import Path

import pytest

from frontend.translations import PAGES

GUIDE = (Path(__file__).parents[2] / "docs" / "frontend.md").read_text(encoding="utf-8")
MACROS = {path.name: set(re.findall(r"{% macro (\w+)", path.read_text(encoding="utf-8")))
          for path in (PAGES / "templates" / "components").glob("*.html")}  # fmt: skip


def test_every_file_of_components_is_described():
    assert {name for name in MACROS if f"`{name}`" not in GUIDE} == set()


@pytest.mark.parametrize(
    ("value", "call"),
    [
        (call.group(1), call.group(0))
        for call in re.finditer(r"^\| `(\w+) \\\| (\w+)(?:\(.*?\))?` \| (.+?) \| (.+?) \|$", GUIDE, re.M)
    ],
)
def test_every_filter_of_the_guide_exists(pages, value, call):
    name = re.search(r"\\\| (\w+)", call).group(1)
    assert name in pages.jinja_env.filters


def test_the_examples_of_the_guide_are_what_the_filters_write(in_page):
    write = in_page.jinja_env.from_string
    assert write("{{ 1250000 | rupiah }}").render() == "Rp1.250.000"
    assert write("{{ 26300000 | rupiah_short }}").render() == "Rp26,3\u00a0jt"


def test_the_page_in_the_guide_can_be_rendered(pages):
    source = re.search(r"```jinja\n(.*?)```", GUIDE, re.S).group(1)
    with pages.test_request_context("/orders"):
        text = pages.jinja_env.from_string(source).render(
            url_for=lambda endpoint: f"/{endpoint}",
            columns=[{"key": "name", "label": "Pemasok"}],
            rows=[],
            sorted_by="",
        )
    assert "<h1>Pesanan</h1>" in text
    assert 'href="/orders.overview"' in text
