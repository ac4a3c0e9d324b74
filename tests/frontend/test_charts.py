import re
import xml.etree.ElementTree as ElementTree
from datetime import date
from decimal import Decimal

import pytest

from frontend import charts
from frontend.charts import DayNote, Season

PRICES = [(date(2026, 1, 1), 100_000), (date(2026, 2, 1), Decimal("90000.5")), (date(2026, 3, 1), 120_000)]


@pytest.fixture(autouse=True)
def _request(in_page):
    return in_page


def _drawings():
    return {
        "prices": charts.price_history(PRICES, "Harga beras <25 kg>", unit="/sak"),
        "one price": charts.price_history(PRICES[:1], "Harga"),
        "flow": charts.cash_flow([("Jan", 10, 0), ("Feb", 0, 20), ("Mar", 0, 0)], "Arus kas"),
        "nothing": charts.cash_flow([("Jan", 0, 0)], "Arus kas"),
        "seasons": charts.seasons([("Padi", [Season(date(2025, 12, 1), date(2026, 2, 3), "plant")])], 2026, "Musim"),
    }


@pytest.mark.parametrize("name", ["prices", "one price", "flow", "nothing", "seasons"])
def test_a_drawing_is_well_formed_titled_and_inside_its_frame(name):
    svg = ElementTree.fromstring(str(_drawings()[name]))
    _, _, width, height = map(int, svg.attrib["viewBox"].split())
    assert svg.attrib["role"] == "img"
    assert svg.find("title").text
    for element in svg.iter():
        assert "style" not in element.attrib
        x, y = float(element.attrib.get("x", 0)), float(element.attrib.get("y", 0))
        assert 0 <= x <= width
        assert 0 <= y <= height
        assert x + float(element.attrib.get("width", 0)) <= width
        assert y + float(element.attrib.get("height", 0)) <= height
        assert float(element.attrib.get("width", 0)) >= 0


def test_a_title_is_text_whatever_it_holds():
    assert "&lt;25 kg&gt;" in _drawings()["prices"]


def test_a_price_holds_until_the_next_list():
    path = re.search(r' d="([^"]+)"', str(_drawings()["prices"]).split("chart-line")[1]).group(1)
    assert re.fullmatch(r"M\d+ \d+(H\d+V\d+){2}H\d+", path)


def test_a_dearer_price_stands_higher():
    heights = [
        int(y) for y in re.findall(r"[ V](\d+)", str(_drawings()["prices"]).split('chart-line" d="')[1].split('"')[0])
    ]
    assert heights[2] < heights[0] < heights[1]


def test_bars_are_in_proportion_and_meet_at_the_line():
    drawing = str(charts.cash_flow([("Jan", 30, 10), ("Feb", 15, 20)], "Arus kas"))
    came = [int(h) for h in re.findall(r'chart-in"[^>]*height="(\d+)"', drawing)]
    went = [int(h) for h in re.findall(r'chart-out"[^>]*height="(\d+)"', drawing)]
    zero = int(re.search(r'chart-zero" d="M0 (\d+)', drawing).group(1))
    assert abs(came[0] - 2 * came[1]) <= 1
    assert abs(went[1] - 2 * went[0]) <= 1
    assert {int(y) for y in re.findall(r'chart-out"[^>]*y="(\d+)"', drawing)} == {zero}


def test_a_season_from_the_year_before_begins_at_the_edge():
    assert 'class="chart-plant" x="92"' in _drawings()["seasons"]


@pytest.mark.parametrize("periods", [[], [("Jan", -1, 0)]])
def test_a_cash_flow_without_a_meaning_is_refused(periods):
    with pytest.raises(ValueError, match="cash flow"):
        charts.cash_flow(periods, "Arus kas")


def test_a_price_history_without_a_price_is_refused():
    with pytest.raises(ValueError, match="price history"):
        charts.price_history([], "Harga")


def test_the_weeks_of_a_month_are_whole_and_carry_their_notes():
    day = date(2026, 11, 26)
    weeks = charts.month_weeks(2026, 11, date(2026, 11, 22), {day: [DayNote("◔", "Kapal tiba")]})
    cells = [cell for week in weeks for cell in week]
    assert all(len(week) == 7 and week[0].day.weekday() == 0 for week in weeks)
    assert sum(not cell.outside for cell in cells) == 30
    assert [cell.day for cell in cells if cell.today] == [date(2026, 11, 22)]
    assert [cell.notes[0].word for cell in cells if cell.notes] == ["Kapal tiba"]
