"""Numbers, names, roles and regions: decided by tables, no database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from marketplace.errors import DomainError
from marketplace.identity import credentials, errors, models, passwords, rules


@pytest.mark.parametrize(
    "typed",
    ["0812-3456-7890", "+62 812 3456 7890", "6281234567890", "081234567890", " 0812 3456 7890 ", "(+62)812.3456.7890"],
)
def test_a_number_typed_any_way_is_one_number(typed: str) -> None:
    assert rules.phone_number(typed.replace("(", "").replace(")", "")) == "+6281234567890"


@pytest.mark.parametrize(
    "typed", ["", "12345", "0812", "+65 9123 4567", "abc", "0812x3456789", "٠٨١٢٣٤٥٦٧٨٩٠", "0" * 5000]
)
def test_what_is_no_indonesian_number_is_refused(typed: str) -> None:
    with pytest.raises(errors.InvalidPhone):
        rules.phone_number(typed)


def test_a_person_signs_in_with_number_or_address() -> None:
    assert rules.sign_in_name("0812 3456 7890") == ("phone", "+6281234567890")
    assert rules.sign_in_name(" Sari@Contoh.ID ") == ("email", "sari@contoh.id")


@pytest.mark.parametrize(
    "typed", ["sari@", "@contoh.id", "sari@contoh", "a b@contoh.id", "a@b.id\nBcc: x@y.id", "a\x00@b.id", "a,b@c.id"]
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(errors.InvalidEmail):
        rules.email_address(typed)


@pytest.mark.parametrize("text", ["", "   ", "a\x00b", "x" * 201, "\u202ebatam"])
def test_a_name_is_plain_text(text: str) -> None:
    with pytest.raises(errors.InvalidText):
        rules.plain_line(text, field="name")


def test_a_name_is_kept_on_one_line_without_stray_spaces() -> None:
    assert rules.plain_line("  Bu \n Sari\t", field="name") == "Bu Sari"


@pytest.mark.parametrize(
    ("written", "kept"),
    [("01.234.567.8-901.000", "0012345678901000"), ("0012345678901000", "0012345678901000")],
)
def test_a_tax_number_is_kept_with_sixteen_digits(written: str, kept: str) -> None:
    assert rules.tax_number(written) == kept


@pytest.mark.parametrize("written", ["123", "2171014107900001", "01.234.567.8-901.00x"])
def test_a_citizens_nik_is_no_organisations_tax_number(written: str) -> None:
    with pytest.raises(errors.InvalidTaxNumber):
        rules.tax_number(written)


@pytest.mark.parametrize(
    ("kind", "roles", "expected"),
    [
        ("cooperative", ["manager", "administrator", "manager"], ["administrator", "manager"]),
        ("supplier", ["sales"], ["sales"]),
        ("cooperative", ["supervisor", "administrator"], ["administrator", "supervisor"]),
        ("cooperative", ["sales"], errors.RoleNotOfKind),
        ("supplier", ["treasurer", "chair"], errors.RoleNotOfKind),
        ("city_office", [], errors.RoleNotOfKind),
        ("cooperative", ["supervisor", "treasurer"], errors.SupervisorHoldsOffice),
        ("cooperative", ["supervisor", "manager"], errors.SupervisorHoldsOffice),
    ],
)
def test_roles_are_those_of_the_kind_of_organisation(
    kind: str, roles: list[str], expected: list[str] | type[DomainError]
) -> None:
    if isinstance(expected, list):
        assert rules.check_roles(kind, roles) == expected
    else:
        with pytest.raises(expected):
            rules.check_roles(kind, roles)


def test_every_role_of_a_kind_can_be_stored() -> None:
    assert {role for roles in rules.ROLES_OF.values() for role in roles} == set(models.ROLES)


@pytest.mark.parametrize(
    ("code", "zone"),
    [("21.71", "WIB"), ("51", "WITA"), ("64.01.01.1001", "WITA"), ("81", "WIT"), ("91.71", "WIT"), (None, "WIB")],
)
def test_a_province_has_its_time_zone(code: str | None, zone: str) -> None:
    assert rules.time_zone_of(code) == zone


@pytest.mark.parametrize(
    ("code", "outer", "inside"),
    [
        ("21.71.01.1003", "21.71", True),
        ("21.71", "21.71", True),
        ("21.7", "21.71", False),
        ("21.710", "21.71", False),
        ("21.04.01", "21.71", False),
        (None, "21.71", False),
        ("21.71", None, False),
    ],
)
def test_a_region_lies_in_another_by_whole_parts_of_its_code(code: str | None, outer: str | None, inside: bool) -> None:
    assert rules.is_inside(code, outer) is inside


@pytest.mark.parametrize(
    ("days", "word"),
    [(0, "active"), (30, "active"), (31, "quiet"), (90, "quiet"), (91, "silent"), (None, "not_started")],
)
def test_a_cooperative_is_alive_by_its_last_activity(days: int | None, word: str) -> None:
    at = datetime(2026, 11, 22, tzinfo=UTC)
    assert rules.liveness(None if days is None else at - timedelta(days=days), at) == word


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Kec. Belakang Padang, Kota Batam", ["belakang", "padang", "kota", "batam"]),
        ("desa  Kasu", ["kasu"]),
        ("100%_\\", ["100", "_"]),
        ("\x00\x00", []),
        ("", []),
    ],
)
def test_a_region_is_looked_for_by_its_words(typed: str, words: list[str]) -> None:
    assert rules.region_words(typed) == words


@pytest.mark.parametrize(
    ("password", "error"),
    [
        ("pendek", errors.PasswordTooShort),
        ("x" * 201, errors.PasswordTooLong),
        ("Password123", errors.PasswordTooCommon),
        ("koperasi123", errors.PasswordTooCommon),
        ("Kata Sandi", errors.PasswordTooCommon),
        ("12345678", errors.PasswordTooCommon),
        ("87654321", errors.PasswordTooCommon),
        ("aaaaaaaaaa", errors.PasswordTooCommon),
        ("ikanikanikan", errors.PasswordTooCommon),
        ("081234567890", errors.PasswordTooCommon),
        ("6281234567890", errors.PasswordTooCommon),
        ("budisantoso", errors.PasswordTooCommon),
        ("budi.santoso", errors.PasswordTooCommon),
        ("tiga kata aneh", None),
        ("Pulau-Terong-9", None),
    ],
)
def test_a_password_that_is_easily_guessed_is_refused(password: str, error: type[DomainError] | None) -> None:
    about = ("Budi Santoso", "+6281234567890", "budi.santoso@contoh.id")
    if error is None:
        passwords.check_password(password, about=about)
    else:
        with pytest.raises(error):
            passwords.check_password(password, about=about)


def test_a_password_matches_its_own_hash_alone() -> None:
    kept = passwords.password_hash("tiga kata aneh")
    assert passwords.matches(kept, "tiga kata aneh")
    assert not passwords.matches(kept, "tiga kata lain")
    assert not passwords.matches(None, "tiga kata aneh")
    assert not passwords.matches("damaged", "tiga kata aneh")
    assert not passwords.matches(kept, "x" * 1_000_000)
    assert not passwords.is_outdated(kept)


def test_a_password_typed_on_another_keyboard_is_the_same() -> None:
    assert passwords.matches(passwords.password_hash("kopi caf\u00e9 pagi"), "kopi cafe\u0301 pagi")


def test_a_code_is_read_as_people_type_it() -> None:
    code = credentials.new_code()
    assert credentials.plain_code(f" {credentials.spoken_code(code).lower()} ") == code
    assert len(code) == 8
    assert set(code) <= set(credentials.CODE_LETTERS)


def test_every_error_has_a_code_of_its_own_and_both_languages() -> None:
    found = [item for item in vars(errors).values() if isinstance(item, type) and item.__module__ == errors.__name__]
    assert len({item.code for item in found}) == len(found)
    assert all(item.indonesian and item.english for item in found)
