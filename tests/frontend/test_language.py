import pytest

from frontend.language import local_path


def test_a_visitor_reads_indonesian_whatever_his_phone_is_set_to(visitor):
    page = visitor.get("/dev/components/comparison", headers={"Accept-Language": "en-US,en"})
    assert '<html lang="id">' in page.text
    assert "Termurah sampai" in page.text


def test_a_choice_of_language_is_remembered_and_leads_back(visitor):
    answer = visitor.get("/language/en?back=/dev/components/comparison?sort%3Dname")
    assert (answer.status_code, answer.location) == (303, "/dev/components/comparison?sort=name")
    page = visitor.get("/dev/components/comparison").text
    assert '<html lang="en">' in page
    assert "Cheapest delivered" in page
    assert "Rp15,250" in page


def test_an_unknown_language_is_not_found_and_not_remembered(visitor):
    answer = visitor.get("/language/fr")
    assert answer.status_code == 404
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/orders?page=2", "/orders?page=2"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("/\\elsewhere.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\r\nSet-Cookie: x=1", "/"),
        ("", "/"),
    ],
)
def test_a_link_from_outside_cannot_send_a_person_elsewhere(address, path):
    assert local_path(address) == path
