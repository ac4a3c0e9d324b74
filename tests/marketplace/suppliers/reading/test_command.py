"""`lumbung prices read`, as a person calls it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from marketplace.cli.prices import main

LIST = "Nama,Satuan,Harga\nBeras,kg,12.500\nMinyak Goreng 18LTR,Kg,390000\n"


@pytest.fixture
def price_list(tmp_path: Path) -> Path:
    path = tmp_path / "daftar.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def test_json_goes_to_standard_output(price_list: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    status = main(["read", str(price_list), "--format", "json"])
    answer = json.loads(capfdbinary.readouterr().out)

    assert status == 0
    assert (answer["file"], len(answer["rows"])) == ("daftar.csv", 2)


def test_the_table_tells_figures_as_indonesians_write_them(price_list: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status = main(["read", str(price_list), "--lang", "id"])
    output = capfd.readouterr().out

    assert status == 0
    assert "12.500 /kg" in output
    assert "bertentangan" in output
    assert "2 baris · 1 bisa dibandingkan" in output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["read", "tidak-ada.csv"], "tidak ditemukan"),
        (["read"], "Sebutkan satu berkas"),
        (["read", "a.csv", "--format", "xml"], "--format"),
        (["read", "a.csv", "--apa"], "tidak dikenal"),
        (["baca"], "tidak ada perintah"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence_with_status_2(
    arguments: list[str], words: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LUMBUNG_LANG", "LANGUAGE", "LANG"):
        monkeypatch.delenv(name, raising=False)

    status = main(arguments)
    output = capfd.readouterr()

    assert (status, output.out) == (2, "")
    assert words in output.err
