"""What a page costs on a bad line: kilobytes over the wire, compressed as they are sent."""

import pytest

FIRST_VISIT, FURTHER_PAGE = 60_000, 20_000
AS_A_BROWSER = {"Accept-Encoding": "gzip"}


def _weight(visitor, path: str) -> int:
    answer = visitor.get(path, headers=AS_A_BROWSER)
    assert answer.status_code == 200
    return len(answer.data)


@pytest.mark.parametrize("path", ["/dev/components", "/dev/components/comparison", "/dev/components/comparison/1-laut"])
def test_a_page_after_the_first_visit_is_light(visitor, path):
    assert _weight(visitor, path) < FURTHER_PAGE


def test_the_first_visit_with_every_style_and_script_is_light(visitor, pages):
    assets = pages.extensions["assets"]
    everything = sum(_weight(visitor, f"/assets/{assets.version}/{name}") for name in assets.files)
    assert everything + _weight(visitor, "/dev/components/comparison") < FIRST_VISIT
