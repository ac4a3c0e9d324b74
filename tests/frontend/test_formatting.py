from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from frontend import formatting as f

D = Decimal


@pytest.mark.parametrize(
    ("value", "indonesian", "english"),
    [
        (0, "Rp0", "Rp0"),
        (999, "Rp999", "Rp999"),
        (1_250_000, "Rp1.250.000", "Rp1,250,000"),
        (-5_000, "−Rp5.000", "−Rp5,000"),
        (D("1249999.5"), "Rp1.250.000", "Rp1,250,000"),
        (10**15, "Rp1.000.000.000.000.000", "Rp1,000,000,000,000,000"),
    ],
)
def test_rupiah_is_written_without_a_space_and_with_the_separators_of_the_language(value, indonesian, english):
    assert (f.rupiah(value), f.rupiah(value, "en")) == (indonesian, english)


@pytest.mark.parametrize("function", [f.rupiah, f.number, f.unit_price, f.rupiah_short])
def test_a_float_is_refused_near_money(function):
    with pytest.raises(TypeError, match="exact number"):
        function(12.5)


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (D("1234.50"), None, "1.234,5"),
        (D("0.005"), 2, "0,01"),
        (D("100"), None, "100"),
        (D("1E+3"), None, "1.000"),
        (D("-0.5"), None, "−0,5"),
        (60, 2, "60,00"),
    ],
)
def test_numbers_drop_idle_zeros_unless_places_are_asked_for(value, places, text):
    assert f.number(value, places=places) == text


@pytest.mark.parametrize(("value", "text"), [(D("15250"), "15.250"), (D("14333.33"), "14.333"), (D("62.5"), "62,50")])
def test_a_small_unit_price_keeps_its_decimals(value, text):
    assert f.unit_price(value) == text


def test_percent_and_differences_say_their_direction():
    assert f.percent(D("-0.0528"), sign=True) == "−5,3%"
    assert f.percent(D("0.003"), sign=True) == "+0,3%"
    assert f.percent(D("0.103"), "en") == "10.3%"
    assert (f.signed(300), f.signed(-300), f.signed(0)) == ("+300", "−300", "0")


@pytest.mark.parametrize(
    ("value", "indonesian", "english"),
    [
        (950, "Rp950", "Rp950"),
        (1_500_000, "Rp1,5\u00a0jt", "Rp1.5\u00a0m"),
        (999_960, "Rp1\u00a0jt", "Rp1\u00a0m"),
        (-2_300_000_000, "−Rp2,3\u00a0M", "−Rp2.3\u00a0bn"),
    ],
)
def test_short_rupiah_for_axes(value, indonesian, english):
    assert (f.rupiah_short(value), f.rupiah_short(value, "en")) == (indonesian, english)


def test_dates_are_written_as_people_here_write_them():
    day = date(2026, 11, 23)
    assert f.date_long(day) == "23 November 2026"
    assert f.date_full(day) == "Senin, 23 November 2026"
    assert f.date_full(day, "en") == "Monday, 23 November 2026"
    assert (f.date_short(day), f.date_short(day, "en")) == ("23/11/2026", "23 Nov 2026")
    assert (f.quarter(day), f.quarter(date(2026, 1, 1), "en")) == ("Triwulan IV 2026", "Quarter I 2026")
    assert (f.day_month(date(2026, 5, 1)), f.month_year(date(2026, 8, 17))) == ("1 Mei", "Agustus 2026")


@pytest.mark.parametrize(
    ("day", "text"),
    [(22, "hari ini"), (23, "besok"), (21, "kemarin"), (26, "Kamis"), (19, "3 hari lalu"), (29, "29/11/2026")],
)
def test_a_near_day_is_told_as_it_is_spoken(day, text):
    assert f.day_near(date(2026, 11, day), date(2026, 11, 22)) == text


def test_a_moment_is_told_in_the_zone_of_the_place():
    moment = datetime(2026, 11, 22, 20, 5, tzinfo=UTC)
    assert f.moment_long(moment) == "23 November 2026 pukul 03.05\u00a0WIB"
    assert f.moment_long(moment, "en", "Asia/Jayapura") == "23 November 2026 at 05:05\u00a0WIT"
    with pytest.raises(ValueError, match="time zone"):
        f.time_of_day(datetime(2026, 11, 22, 20, 5))  # noqa: DTZ001 - the naive moment is what is refused


@pytest.mark.parametrize(
    ("value", "indonesian", "english"),
    [
        (1_000, "seribu rupiah", "one thousand rupiah"),
        (1_001, "seribu satu rupiah", "one thousand one rupiah"),
        (11_111, "sebelas ribu seratus sebelas rupiah", "eleven thousand one hundred eleven rupiah"),
        (1_000_000, "satu juta rupiah", "one million rupiah"),
        (2_000_000_015, "dua miliar lima belas rupiah", "two billion fifteen rupiah"),
        (2_950_021, "dua juta sembilan ratus lima puluh ribu dua puluh satu rupiah", None),
        (0, "nol rupiah", "zero rupiah"),
    ],
)
def test_money_in_words_for_receipts(value, indonesian, english):
    assert f.rupiah_in_words(value) == indonesian
    assert english is None or f.rupiah_in_words(value, "en") == english


@pytest.mark.parametrize("written", ["0812 3456 7890", "+62 812-3456-7890", "6281234567890", "0812.3456.7890"])
def test_a_phone_number_is_shown_one_way_however_it_was_typed(written):
    assert f.phone(written) == "+62\u00a0812-3456-7890"
    assert f.whatsapp_number(written) == "6281234567890"


def test_what_is_no_phone_number_stays_as_written():
    assert f.phone("tanya Pak Budi") == "tanya Pak Budi"
    assert f.whatsapp_number("(0778) 123456") is None
    assert f.phone("(0778) 123456") == "+62\u00a0778-123456"


def test_units_sizes_and_lists_read_in_both_languages():
    assert f.quantity(D("12.5"), "kg") == "12,5\u00a0kg"
    assert f.quantity(5, "karton", "en") == "5\u00a0cartons"
    assert (f.quantity(1, "karton", "en"), f.quantity(5, "bal", "en")) == ("1\u00a0carton", "5\u00a0bal")
    assert (f.unit_short("karton"), f.unit_short("sak"), f.unit_short("karton", "en")) == ("ktn", "sak", "ctn")
    assert (f.unit_name("piece"), f.unit_name("piece", "en")) == ("buah", "piece")
    assert (f.file_size(820), f.file_size(12_400), f.file_size(3_400_000)) == (
        "820\u00a0B",
        "12\u00a0KB",
        "3,4\u00a0MB",
    )
    assert f.listed(["a", "b", "c"]) == "a, b dan c"
    assert f.listed(["a", "b"], "en") == "a and b"
    assert f.listed(["a"]) == "a"
