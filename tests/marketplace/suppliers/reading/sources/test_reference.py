"""The page about limits and refusals is true and complete."""

import dataclasses
import re
from pathlib import Path

from marketplace.suppliers.reading.sheets import SENTENCES, UnreadableFile
from marketplace.suppliers.reading.sources import Limits

PAGE = (Path(__file__).parents[5] / "docs/reference/price-list-limits.md").read_text(encoding="utf-8")


def test_every_reason_for_refusal_is_documented() -> None:
    assert set(SENTENCES) <= set(re.findall(r"`(\w+)`", PAGE))


def test_every_limit_is_documented_with_its_default() -> None:
    for limit in dataclasses.fields(Limits):
        (line,) = [line for line in PAGE.splitlines() if line.startswith(f"| `{limit.name}`")]
        told = line.split("|")[-2].strip().replace(",", "").replace(" MB", "000000")
        assert int(told) == limit.default, limit.name


def test_a_limit_is_written_as_its_reader_writes_numbers() -> None:
    refused = UnreadableFile("too_many_rows", limit=200_000)
    assert "200.000 baris" in refused.message("id")
    assert "200,000 rows" in refused.message("en")


def test_sentences_are_one_sentence_in_each_language() -> None:
    for indonesian, english in SENTENCES.values():
        for sentence in (indonesian, english):
            assert sentence.endswith(".")
            assert "\n" not in sentence
