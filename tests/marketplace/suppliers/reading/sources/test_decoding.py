import pytest

from marketplace.suppliers.reading.sheets import UnreadableFile
from marketplace.suppliers.reading.sources.decoding import decode

TEXT = "Nama;Harga\nKopi “Gayo” é 250 g;18.500\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (TEXT.encode("utf-16"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-32"), "utf-32"),
        (TEXT.encode("cp1252"), "cp1252"),
    ],
)
def test_the_same_text_comes_out_of_every_encoding(data: bytes, encoding: str) -> None:
    assert decode(data) == (TEXT, encoding)


def test_accents_without_windows_signs_are_latin_1() -> None:
    assert decode("Kräuter;Café ½ l\n".encode("latin-1")) == ("Kräuter;Café ½ l\n", "latin-1")


def test_letters_of_a_dos_program_are_told_from_windows_signs() -> None:
    assert decode("Kräuter;Öl;Müsli;Gemüse\n".encode("cp850")) == ("Kräuter;Öl;Müsli;Gemüse\n", "cp850")


def test_a_line_pasted_from_elsewhere_does_not_turn_utf_8_into_latin_1() -> None:
    text, encoding = decode("é è ê ç ñ ½\n".encode() + "½ kg\n".encode("cp1252"))
    assert (text, encoding) == ("é è ê ç ñ ½\n½ kg\n", "utf-8")


def test_a_character_cut_off_at_the_end_does_not_cost_the_others() -> None:
    assert decode("é è ê ç ñ ½ kg ½".encode()[:-1])[0].startswith("é è ê ç ñ ½ kg")


def test_nul_bytes_are_left_out() -> None:
    assert decode(b"Nama,Harga\nGu\0la,12500\n\0\0\0")[0] == "Nama,Harga\nGula,12500\n"


def test_a_mark_written_twice_is_no_part_of_the_first_heading() -> None:
    assert decode(b"\xef\xbb\xbf\xef\xbb\xbfNama,Harga\n")[0] == "Nama,Harga\n"


@pytest.mark.parametrize("data", [b"", b" \r\n\r\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\0\0\0\0"])
def test_a_file_without_any_sign_is_empty(data: bytes) -> None:
    with pytest.raises(UnreadableFile) as refused:
        decode(data)
    assert refused.value.code == "empty"


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(UnreadableFile) as refused:
        decode(bytes(range(1, 256)) * 20)
    assert refused.value.code == "not_a_price_list_file"
