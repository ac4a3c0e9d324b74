"""Every template and every sample page, checked as a whole."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from frontend.translations import PAGES

TEMPLATES = sorted((PAGES / "templates").rglob("*.html"))
SAMPLE_PAGES = ["", "/comparison", "/problem/404", "/problem/403", "/problem/429", "/problem/500"]
VOID = {"meta", "link", "input", "br", "hr", "img", "path", "rect", "circle", "wbr"}


def _name(path: Path) -> str:
    return path.relative_to(PAGES / "templates").as_posix()


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_a_template_is_well_formed(pages, path):
    pages.jinja_env.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_no_template_needs_inline_style_or_script(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:|<script(?![^>]*\bsrc=)", text)
    assert "| safe" not in text


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_what_a_template_asks_to_enhance_has_its_module(path):
    wanted = re.findall(r'data-enhance="(\w+)"', path.read_text(encoding="utf-8"))
    for name in wanted:
        module = PAGES / "static" / "js" / f"{name}.js"
        assert "export function enhance(" in module.read_text(encoding="utf-8")


class Page(HTMLParser):
    """A page as a reader of its tree needs it: tags balanced, ids, references, labels."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.references: list[str] = []
        self.fields: list[dict[str, str | None]] = []
        self.labelled: set[str | None] = set()
        self.headings: list[int] = []
        self.complaints: list[str] = []
        self.feed(text)
        self.complaints += [f"<{tag}> is not closed" for tag in self.open]

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.complaints += [f"{key} twice on <{tag}>" for key in given if [k for k, _ in attrs].count(key) > 1]
        if given.get("id"):
            self.ids.append(given["id"])
        for key in ("aria-labelledby", "aria-describedby", "for"):
            self.references += (given.get(key) or "").split()
        if tag in ("input", "select", "textarea") and given.get("type") != "hidden":
            self.fields.append(given | {"inside_label": "yes" if "label" in self.open else None})
        if tag == "label":
            self.labelled.add(given.get("for"))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.open or self.open[-1] != tag:
            self.complaints.append(f"</{tag}> closes {self.open[-1:]} at {self.getpos()}")
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()


@pytest.fixture(params=SAMPLE_PAGES)
def page(visitor, request) -> Page:
    return Page(visitor.get(f"/dev/components{request.param}").text)


def test_tags_are_balanced(page):
    assert page.complaints == []


def test_ids_are_unique_and_references_lead_somewhere(page):
    assert sorted(page.ids) == sorted(set(page.ids))
    assert set(page.references) <= set(page.ids)


def test_every_field_says_what_it_is(page):
    for field in page.fields:
        assert field["inside_label"] or field.get("aria-label") or field.get("id") in page.labelled, field


def test_a_page_has_one_first_heading_and_skips_no_level(page):
    assert page.headings.count(1) == 1
    assert page.headings[0] == 1
    for above, below in zip(page.headings, page.headings[1:], strict=False):
        assert below <= above + 1 or (above, below) == (1, 3)


@pytest.mark.parametrize("path", SAMPLE_PAGES)
def test_a_page_says_its_language_and_its_title(visitor, path):
    text = visitor.get(f"/dev/components{path}").text
    assert '<html lang="id">' in text
    assert re.search(r"<title>[^<]{3,} · Lumbung</title>", text)


def test_what_people_typed_is_shown_as_text(in_page):
    form = in_page.jinja_env.get_template("components/form.html").module
    shown = form.field("name", "Nama", value='"><script>alert(1)</script>', hint="<b>")
    assert "<script>" not in shown
    assert "&lt;b&gt;" in shown


def test_a_field_in_error_is_tied_to_its_sentence(in_page):
    form = in_page.jinja_env.get_template("components/form.html").module
    shown = form.field("phone", "Nomor", hint="contoh", error="Nomor HP harus 10–13 angka")
    assert 'aria-invalid="true"' in shown
    assert 'aria-describedby="hint-phone error-phone"' in shown
    assert 'id="error-phone"' in shown


def test_a_sorted_heading_offers_the_other_direction_and_keeps_the_rest_of_the_address(pages):
    with pages.test_request_context("/orders?supplier=3&page=4&sort=total"):
        module = pages.jinja_env.get_template("components/table.html").module
        shown = module.table([{"key": "total", "label": "Jumlah", "sort": True}], [], "Pesanan", sorted_by="total")
    assert 'href="/orders?supplier=3&amp;sort=-total"' in shown
    assert 'aria-sort="ascending"' in shown


def test_pages_of_a_list_are_linked_and_counted(pages):
    with pages.test_request_context("/orders?state=open&page=2"):
        shown = pages.jinja_env.get_template("components/page.html").module.pagination(2, 3, 1234)
    assert 'rel="prev" href="/orders?state=open"' in shown
    assert 'rel="next" href="/orders?state=open&amp;page=3"' in shown
    assert "1.234 baris" in shown


def test_running_work_asks_again_without_a_script_and_finished_work_does_not(in_page):
    progress = in_page.jinja_env.get_template("components/progress.html").module
    assert '<noscript><meta http-equiv="refresh"' in progress.progress_refresh("running")
    assert progress.progress_refresh("done").strip() == ""
