import pytest

from marketplace.suppliers.matching.barcodes import global_number


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("8992304046940", "08992304046940"),
        (" 8992304046940 ", "08992304046940"),
        ("711844330016", "00711844330016"),
        ("96385074", "00000096385074"),
        ("18992304046947", "18992304046947"),
        ("8992304046941", None),
        ("212121", None),
        ("LPBNK01508", None),
        ("2000000000008", None),
        ("0000000000000", None),
        ("", None),
        (None, None),
    ],
)
def test_only_a_checked_global_number_identifies_a_thing(written: str | None, number: str | None) -> None:
    assert global_number(written) == number
