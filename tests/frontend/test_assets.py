import gzip
import re

import pytest

from frontend import assets

NAMES = sorted(assets.load().files)


@pytest.mark.parametrize("name", NAMES)
def test_a_file_under_its_content_address_may_be_kept_for_a_year(visitor, name):
    version = assets.load().version
    answer = visitor.get(f"/assets/{version}/{name}")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Vary"] == "Accept-Encoding"
    packed = visitor.get(f"/assets/{version}/{name}", headers={"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == answer.data


def test_an_old_address_gives_the_file_of_today_but_is_not_kept(visitor):
    answer = visitor.get("/assets/000000000000/lumbung.css")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-cache"


def test_a_browser_that_has_the_file_is_not_sent_it_again(visitor):
    first = visitor.get("/assets/x/lumbung.css")
    again = visitor.get("/assets/x/lumbung.css", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("name", ["nothing.css", "css/tokens.css", "../assets.py", "%2e%2e/assets.py"])
def test_only_what_is_meant_for_the_browser_is_served(visitor, name):
    assert visitor.get(f"/assets/x/{name}").status_code == 404


def test_every_style_sheet_is_joined():
    assert {path.name for path in (assets.STATIC / "css").iterdir()} == set(assets.SHEETS)


def test_the_version_changes_with_the_content(tmp_path):
    (tmp_path / "css").mkdir()
    for name in assets.SHEETS:
        (tmp_path / "css" / name).write_text("a{}")
    before = assets.load(tmp_path).version
    assert assets.load(tmp_path).version == before
    (tmp_path / "css" / "tokens.css").write_text("b{}")
    assert assets.load(tmp_path).version != before


def test_nothing_is_fetched_from_elsewhere():
    for name, file in assets.load().files.items():
        found = re.findall(rb"(?:https?:)?//[a-z][^\s\"')]*", file.body)
        assert [each for each in found if b"www.w3.org/2000/svg" not in each] == [], name
        assert b"@import" not in file.body


def test_an_unknown_file_is_a_mistake_in_the_template(in_page):
    with pytest.raises(KeyError, match="no static file"):
        in_page.jinja_env.globals["asset_url"]("nowhere.js")
