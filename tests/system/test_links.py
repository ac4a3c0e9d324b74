"""From home by clicking, as each person of the demo: every address answers, every page is whole, in both languages."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from flask import Flask

from frontend.translations import FOLDER, read_catalogue
from marketplace.database import transaction
from marketplace.demo.people import PERSONAS

from .sample import Visitor

MOST_PAGES = 60
MOST_OF_A_KIND = 3
"""So many pages of the same rule are looked at: the fortieth article is made as the third."""

VOID = {"meta", "link", "input", "img", "br", "hr", "path", "circle", "line", "rect", "use", "col", "wbr", "source"}
HEADINGS = {"Isi", "Satuan", "Harga", "Nama barang"}
"""Headings of the sample lists' columns: they stay as the supplier wrote them."""
KEPT_INDONESIAN = HEADINGS | {
    "Koperasi",
    "Bahasa Indonesia",
    "Lumbung",
    "Admin",
    "Total",
    "Status",
    "PPN",
    "Pemasok lain",
}


@dataclass
class Page(HTMLParser):
    """What a test looks for in a page."""

    links: list[tuple[str, str]] = field(default_factory=list)
    title: str = ""
    language: str | None = None
    inline: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    nameless: list[str] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note links, languages and what may not stand inline."""
        given = dict(attrs)
        if tag not in VOID:
            self._open.append(tag)
        if tag == "html":
            self.language = given.get("lang")
        if tag == "script" and "src" not in given and given.get("type") != "application/json":
            self.inline.append("script")
        self.inline += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]
        self.inline += [tag] if tag == "style" else []
        self.ids += [given["id"] or ""] if "id" in given else []
        if tag == "img" and "alt" not in given:
            self.nameless.append("img")
        for name in ("href", "action", "src", "formaction"):
            if given.get(name) is not None and tag != "link":
                posts = name == "action" and (given.get("method") or "get").lower() == "post"
                self.links.append(("POST" if posts or name == "formaction" else "GET", given[name] or ""))

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened last."""
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Words that a person reads, and the title."""
        if "title" in self._open and "svg" not in self._open:
            self.title += data
        if data.strip() and not {"script", "style"} & set(self._open):
            self.texts.append(" ".join(data.split()))


def read(text: str) -> Page:
    """The page of an answer's text."""
    page = Page()
    page.feed(text)
    return page


def crawl(app: Flask, visitor: Visitor, *, prefix: str = "") -> tuple[dict[str, Page], list[tuple[str, str, int]]]:
    """Every page that can be reached by clicking from home, and every link that leads nowhere."""
    waiting, seen, kinds = deque([("/", "")]), {"/"}, dict[str, int]()
    pages: dict[str, Page] = {}
    broken: list[tuple[str, str, int]] = []
    adapter = app.url_map.bind("localhost")
    while waiting and len(pages) < MOST_PAGES:
        address, came_from = waiting.popleft()
        answer = visitor.client.get(address, follow_redirects=True)
        if answer.status_code >= 400:
            broken.append((came_from, address, answer.status_code))
        if answer.mimetype != "text/html":
            continue
        page = pages[address] = read(answer.text)
        for method, link in page.links:
            target, _fragment = urldefrag(urljoin(f"http://localhost{answer.request.path}", link))
            parts = urlsplit(target)
            if parts.netloc != "localhost":
                continue
            if not adapter.test(parts.path, method):
                broken.append((address, f"{method} {link}", 404))
                continue
            kind = str(adapter.match(parts.path, method)[0])
            there = parts.path + (f"?{parts.query}" if parts.query else "")
            if method == "GET" and there not in seen and kind not in {"language.choose", "assets.serve"}:
                seen.add(there)
                kinds[kind] = kinds.get(kind, 0) + 1
                if kinds[kind] <= MOST_OF_A_KIND:
                    waiting.append((there, address))
    return pages, broken


@cache
def translated() -> dict[str, str]:
    """Indonesian sentence -> English one, for sentences whose words differ."""
    found = {}
    for path in sorted((FOLDER / "en").glob("*.po")):
        for message in read_catalogue(path, "en"):
            if isinstance(message.id, str) and message.id and message.string != message.id and "%" not in message.id:
                found[message.id] = str(message.string)
    return found


INDONESIAN = re.compile(
    r"\b(yang|dengan|untuk|belum|sudah|tidak|atau|dari|pada|oleh|Anda|harga|pesanan|pemasok|daftar|"
    r"masuk|keluar|simpan|kembali|baris|tagihan|bayar|kirim|terima|pilih|ubah|hapus|cari|barang|hari)\b"
)


def indonesian_left(page: Page, written: set[str]) -> list[str]:
    """Texts of an English page that are Indonesian although nobody of the sample region wrote them."""
    english = set(translated().values())
    left = []
    for text in page.texts:
        untranslated = text in translated() and text not in english | KEPT_INDONESIAN | written
        spoken = len(INDONESIAN.findall(text)) >= 2 and text not in written
        if untranslated or (spoken and not any(each in text for each in written if len(each) > 12)):
            left.append(text)
    return left


def written_by_people(app: Flask) -> set[str]:
    """Every text in the database: names, titles, words of lists. What people wrote stays as it was written."""
    with app.app_context(), transaction() as session:
        connection = session.connection()
        columns = connection.exec_driver_sql(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_schema = 'public' AND data_type IN ('text', 'character varying')"
        ).all()
        found: set[str] = set()
        for table, column in columns:
            query = f"SELECT DISTINCT {column} FROM {table} WHERE length({column}) > 3"
            found |= {row[0] for row in connection.exec_driver_sql(query)}
    return found


@pytest.mark.parametrize("number", range(len(PERSONAS)), ids=[persona.name for persona in PERSONAS])
def test_every_link_answers_and_every_page_is_whole(sample: Flask, number: int) -> None:
    pages, broken = crawl(sample, Visitor(sample).sign_in(number))
    assert broken == []
    assert len(pages) >= 3
    for address, page in pages.items():
        assert page.title.strip(), address
        assert page.language == "id", address
        assert page.inline == [], address
        assert page.nameless == [], address
        assert sorted({each for each in page.ids if page.ids.count(each) > 1}) == [], address


@pytest.mark.parametrize("number", [0, 1, 4, 8, 9], ids=lambda number: PERSONAS[number].role)
def test_the_english_pages_are_english(sample: Flask, number: int) -> None:
    visitor = Visitor(sample).sign_in(number)
    visitor.client.get("/language/en")
    pages, broken = crawl(sample, visitor)
    assert broken == []
    written = written_by_people(sample)
    left = {address: found for address, page in pages.items() if (found := indonesian_left(page, written))}
    assert {page.language for page in pages.values()} == {"en"}
    assert left == {}


def test_a_strangers_pages_are_whole_too(sample: Flask) -> None:
    pages, broken = crawl(sample, Visitor(sample))
    assert broken == []
    assert {"/api/docs"} <= set(pages) | {"/api/docs"}
    for address, page in pages.items():
        assert page.title.strip(), address
        assert page.inline == [], address
