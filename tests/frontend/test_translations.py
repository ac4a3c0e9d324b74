import re

import pytest

from frontend.translations import FOLDER, read_catalogue, sentences_of_the_pages, translations

CATALOGUES = sorted((FOLDER / "en").glob("*.po"))
MESSAGES = [(path.stem, message) for path in CATALOGUES for message in read_catalogue(path, "en") if message.id]


def test_every_sentence_of_the_pages_has_an_english_text():
    english = {message.id for _, message in MESSAGES}
    missing = {sentence: places[0] for sentence, places in sentences_of_the_pages().items() if sentence not in english}
    assert missing == {}, "python -m frontend.translations prints them, ready for a catalogue"


def test_no_english_text_is_left_over():
    said = set(sentences_of_the_pages())
    assert [(area, message.id) for area, message in MESSAGES if message.id not in said] == []


def test_no_sentence_stands_in_two_catalogues():
    sentences = [message.id for _, message in MESSAGES]
    assert [each for each in sentences if sentences.count(each) > 1] == []


@pytest.mark.parametrize(("area", "message"), MESSAGES, ids=lambda each: getattr(each, "id", each))
def test_an_english_text_is_complete_and_holds_the_same_figures(area, message):
    originals = message.id if isinstance(message.id, tuple) else (message.id,)
    texts = message.string if isinstance(message.string, tuple) else (message.string,)
    assert len(texts) == len(originals)
    for original, text in zip(originals, texts, strict=True):
        assert text.strip()
        assert not message.fuzzy
        assert re.findall(r"%\(\w+\)s", original) == re.findall(r"%\(\w+\)s", text)


def test_indonesian_needs_no_catalogue():
    assert translations("id").gettext("Tidak beli") == "Tidak beli"
    assert translations("en").gettext("Tidak beli") == "Do not buy"


@pytest.mark.parametrize(("count", "text"), [(1, "1 item"), (2, "2 items")])
def test_plurals_follow_the_language(pages, count, text):
    template = pages.jinja_env.from_string('{{ ngettext("%(num)s barang", "%(num)s barang", count) }}')
    with pages.test_request_context("/", headers={"Cookie": "language=en"}):
        assert template.render(count=count) == text
    with pages.test_request_context("/"):
        assert template.render(count=count) == f"{count} barang"
