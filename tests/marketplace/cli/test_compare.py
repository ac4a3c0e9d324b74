"""`lumbung prices compare`, run as a person runs it: files in, table out."""

import io
import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from marketplace.cli.compare import main

LAUT_JAYA = """CV LAUT JAYA - Daftar Harga November 2026
Harga sudah termasuk PPN

No;Nama Barang;Isi;Satuan;Harga
1;MINYAK GORENG BIMOLI 2L;6;dus;204.000
2;GULA PASIR GULAKU 1KG;24;dus;396.000
3;BERAS PREMIUM RAJA LELE 5KG;1;sak;72.000
4;INDOMIE GORENG 85G;40;dus;112.000
"""
MAKMUR = """Toko Makmur,,,
Harga belum termasuk PPN,,,
Nama,Satuan,Harga,Keterangan
BIMOLI MNYK GRG 2 LTR,pcs,31900,
GULAKU 1 KG,pcs,15900,
BERAS RAJA LELE MEDIUM 5 KG,sak,65000,
INDOMI GRG 85 GR (40/dus),dus,99000,wajib paket
"""
SILENT = "Nama,Satuan,Harga\nBIMOLI 2 LTR,pcs,31000\nKECAP ABC 600ML,pcs,21000\n"
WANTS = "nama,jumlah,satuan,harga jual\nMinyak goreng 2 l,60,l,19000\nGula pasir,50,kg,\nSemen,3,sak,\n"
FREIGHT = "supplier,per_kg,per_drop\nCV Laut Jaya,300,50000\nToko Makmur,1500,\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {"CV_Laut_Jaya.csv": LAUT_JAYA, "Toko Makmur.csv": MAKMUR, "Diam.csv": SILENT}
    for name, text in (files | {"wants.csv": WANTS, "freight.csv": FREIGHT}).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


class Run:
    """Runs the command on files of the folder and keeps what it said."""

    def __init__(self, folder: Path, captured: pytest.CaptureFixture[bytes]) -> None:
        self.folder, self.captured = folder, captured

    def __call__(self, *arguments: str) -> bytes:
        given = [str(self.folder / each) if (self.folder / each).is_file() else each for each in arguments]
        assert main([*given, "--lang", "id", "--date", "2026-11-22"]) == 0
        return self.captured.readouterr().out

    def json(self, *arguments: str) -> dict[str, dict[str, dict[str, str]]]:
        rows = json.loads(self(*arguments, "--format", "json"))["rows"]
        return {row["want"]["name"]: {each["supplier"]: each for each in row["offers"]} for row in rows}


@pytest.fixture
def run(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    return Run(folder, capsysbinary)


TWO = ("CV_Laut_Jaya.csv", "Toko Makmur.csv")


def test_the_same_articles_stand_side_by_side_with_ppn_and_without_freight(run: Run) -> None:
    text = run(*TWO).decode()
    assert text.startswith("Harga termasuk PPN, belum ongkir\n")
    assert "★ 17.000" in text
    assert "○ 17.705" in text
    assert "Toko Makmur tampak lebih murah (Rp15.950/l), tetapi belum PPN." in " ".join(text.split())


def test_another_grade_stands_beside_and_is_not_compared(run: Run) -> None:
    rice = run.json(*TWO)["BERAS PREMIUM RAJA LELE 5KG"]["Toko Makmur"]
    assert (rice["state"], rice["not_comparable"]["code"]) == ("not_comparable", "different_grade")  # type: ignore[index]


def test_an_unknown_tax_basis_is_not_ranked_until_it_is_given(run: Run) -> None:
    silent = run.json("CV_Laut_Jaya.csv", "Diam.csv")["BIMOLI 2 LTR"]
    assert silent["Diam"]["not_comparable"]["code"] == "tax_unknown"  # type: ignore[index]
    assert silent["CV_Laut_Jaya"]["state"] == "cheapest_complete"
    told = run.json("CV_Laut_Jaya.csv", "Diam.csv", "--tax", "Diam.csv=included")["BIMOLI 2 LTR"]
    assert (told["Diam"]["state"], told["CV_Laut_Jaya"]["state"]) == ("best", "ranked")


def test_wants_are_answered_with_packs_freight_and_margin(run: Run) -> None:
    found = run.json(*TWO, "--want", "wants.csv", "--freight", "freight.csv")
    oil = found["Minyak goreng 2 l"]["CV_Laut_Jaya"]
    assert (oil["packs"], oil["goods"], oil["state"]) == ("5", "1020000", "best")
    sugar = found["Gula pasir"]["CV_Laut_Jaya"]
    assert int(oil["freight"]) + int(sugar["freight"]) == 50_000 + 300 * (60 + 72)
    assert int(oil["total"]) == 1_020_000 + int(oil["freight"])
    assert found["Semen"] == {}


def test_a_reading_that_was_kept_is_as_good_as_its_file(run: Run, folder: Path) -> None:
    from marketplace.cli.compare import read_document

    for name in TWO:
        kept = folder / Path(name).with_suffix(".json")
        kept.write_text(json.dumps(read_document(folder / name)), encoding="utf-8")
    assert run(*TWO) == run("CV_Laut_Jaya.json", "Toko Makmur.json")


@pytest.mark.parametrize(
    ("form", "begin"), [("html", b"<!doctype html>"), ("xlsx", b"PK"), ("text", b"Harga termasuk")]
)
def test_every_form_goes_to_a_file(run: Run, folder: Path, form: str, begin: bytes) -> None:
    assert run(*TWO, "--format", form, "--out", str(folder / "out")) == b""
    assert (folder / "out").read_bytes().startswith(begin)


def test_the_workbook_opens(run: Run) -> None:
    book = openpyxl.load_workbook(io.BytesIO(run(*TWO, "--format", "xlsx")))
    assert book["Perbandingan"].max_row == 2 + 4


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["missing.csv"], "missing.csv: Berkas tidak ditemukan"),
        (["CV_Laut_Jaya.csv", "--want", "missing.csv"], "missing.csv"),
        (["CV_Laut_Jaya.csv", "--want", "freight.csv"], "belum jelas"),
        (["CV_Laut_Jaya.csv", "--freight", "freight.csv"], "Toko Makmur"),
        (["CV_Laut_Jaya.csv", "--tax", "kadang"], "included, excluded, exempt"),
    ],
)
def test_what_cannot_be_done_ends_with_two_and_one_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    given = [each if each.startswith("--") or "." not in each else str(folder / each) for each in arguments]
    assert main([*given, "--lang", "id", "--out", str(folder / "out")]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert len(error.strip().splitlines()) == 1
    assert not (folder / "out").exists()


def test_comparing_needs_no_server_and_imports_little() -> None:
    heavy = "flask sqlalchemy marshmallow redis rq cooperative_ledger xlsxwriter pdfplumber".split()  # noqa: SIM905
    check = f"import sys, marketplace.cli.compare; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
