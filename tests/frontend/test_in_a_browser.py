"""The pages in a real Chromium: small screens, keyboards, no script, no signal. Any complaint of the browser fails."""

import re

import pytest

pytestmark = pytest.mark.browser

PAGES = ["", "/comparison", "/comparison/1-laut", "/problem/404"]
COMPARISON = "/comparison"

SMALL_TARGETS = """
() => [...document.querySelectorAll("a, button, input, select, textarea, summary, label.more")]
  .filter((element) => element.checkVisibility({ visibilityProperty: true }))
  .map((element) => [element, (element.closest("label") || element).getBoundingClientRect()])
  .filter(([, box]) => box.width > 1 && box.height > 1 && box.right > 0)
  .filter(([, box]) => box.height < 43.5 || box.width < 24)
  .map(([element, box]) => `${element.tagName} ${element.textContent.trim().slice(0, 40)} ${box.width}x${box.height}`)
"""
TOO_WIDE = """
() => document.documentElement.scrollWidth <= 360 ? [] : [...document.querySelectorAll("main *, header *, nav *")]
  .filter((element) => element.getBoundingClientRect().right > 361)
  .map((element) => `${element.tagName}.${element.className} ${element.textContent.trim().slice(0, 40)}`)
"""


@pytest.mark.parametrize("path", PAGES)
def test_a_small_phone_needs_no_sideways_scrolling(open_page, path):
    page = open_page(path)
    assert page.evaluate(TOO_WIDE) == []


@pytest.mark.parametrize("path", PAGES)
def test_large_type_wraps_instead_of_running_off_the_page(open_page, path):
    page = open_page(path)
    page.evaluate("document.styleSheets[0].insertRule('html { font-size: 150% }')")
    assert page.evaluate(TOO_WIDE) == []


@pytest.mark.parametrize("path", PAGES)
def test_everything_to_touch_is_large_enough_for_a_thumb(open_page, path):
    page = open_page(path, has_touch=True, is_mobile=True)
    assert page.evaluate(SMALL_TARGETS) == []


def test_on_a_wide_page_goods_go_down_and_suppliers_across(open_page):
    page = open_page(COMPARISON, width=1280, height=900)
    heads = page.locator(".column-heads .offer").all()
    lefts = [head.bounding_box()["x"] for head in heads]
    assert lefts == sorted(lefts)
    assert len(set(lefts)) == 6
    for name in ("UD Berkah", "PT Sumber Rejeki"):
        head = page.locator(".column-heads .offer", has_text=name).bounding_box()
        offer = page.locator("section.good", has_text="Minyak goreng").locator("li.offer", has_text=name)
        assert abs(offer.bounding_box()["x"] + offer.bounding_box()["width"] - head["x"] - head["width"]) < 1


def test_the_first_two_columns_stay_when_the_table_is_moved_sideways(open_page):
    page = open_page(COMPARISON, width=1024, height=800)
    scroll, good = page.locator(".comparison-scroll"), page.locator("section.good .at-good").first
    before = good.bounding_box()["x"]
    scroll.evaluate("element => element.scrollBy(300, 0)")
    assert scroll.evaluate("element => element.scrollLeft") > 0
    assert abs(good.bounding_box()["x"] - before) < 1


def test_choosing_on_the_phone_fills_the_bar_without_a_new_page(open_page):
    page = open_page(COMPARISON)
    assert "1 barang" in page.locator(".order-bar").inner_text()
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator("section.good", has_text="Tepung terigu").locator("label.pick").click()
    page.locator(".order-bar-sum", has_text="2 barang").wait_for()
    assert "Rp1.475.400" in page.locator(".order-bar").inner_text()
    assert "2 barang" in page.get_by_role("status").filter(has_text="barang").inner_text()


def test_without_a_script_the_same_choice_is_sent_with_a_button(open_page):
    page = open_page(COMPARISON, java_script_enabled=False)
    page.locator("section.good", has_text="Tepung terigu").locator("label.pick").click()
    page.get_by_role("button", name="Hitung ulang").click()
    page.wait_for_load_state()
    assert "2 barang" in page.locator(".order-bar").inner_text()


def test_the_best_three_are_seen_first_and_the_rest_on_request(open_page):
    page = open_page(COMPARISON)
    rice = page.locator("section.good", has_text="Beras medium")
    assert rice.locator("li.offer:visible").count() <= 4
    rice.locator("label.more").click()
    assert rice.locator("li.offer-later:visible").count() == 3


def test_the_arithmetic_opens_in_place(open_page):
    page = open_page(COMPARISON)
    oil = page.locator("section.good", has_text="Minyak goreng")
    oil.locator("details.arithmetic summary").click()
    assert "baris 118" in oil.locator("details.arithmetic").inner_text()


def test_the_arithmetic_of_another_offer_opens_over_the_table_and_closes_with_escape(open_page):
    page = open_page(COMPARISON)
    page.locator("section.good", has_text="Minyak goreng").locator("a[data-opens]").nth(1).click()
    dialog = page.locator("dialog[open]")
    dialog.wait_for()
    assert "judul kolom: belum PPN" in dialog.inner_text()
    page.keyboard.press("Escape")
    dialog.wait_for(state="detached")


def test_the_keyboard_reaches_the_content_first(open_page):
    page = open_page(COMPARISON)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Langsung ke isi"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_offers_of_a_good_are_walked_with_the_arrow_keys_from_cheap_to_dear(open_page):
    page = open_page(COMPARISON)
    oil = page.locator("section.good", has_text="Minyak goreng")
    oil.locator("input[type=radio]").first.focus()
    walked = []
    for _ in range(3):
        walked.append(page.evaluate("document.activeElement.value"))
        page.keyboard.press("ArrowDown")
    assert walked == ["1-laut", "1-berkah", "1-sumber"]


def test_a_menu_closes_with_escape_and_gives_the_focus_back(open_page):
    page = open_page()
    menu = page.locator("details.switcher")
    menu.locator("summary").click()
    assert menu.get_by_text("Koperasi Belakang Padang").is_visible()
    page.keyboard.press("Escape")
    assert menu.evaluate("element => element.open") is False
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_a_dangerous_deed_is_asked_in_a_dialog_and_without_a_script_in_place(open_page):
    page = open_page()
    page.get_by_text("Batalkan pesanan").click()
    page.get_by_role("dialog").get_by_text("Tidak bisa dikembalikan").wait_for()
    page.get_by_role("button", name="Tidak jadi").click()
    page.get_by_role("dialog").wait_for(state="hidden")
    plain = open_page(java_script_enabled=False)
    plain.get_by_text("Batalkan pesanan").click()
    assert plain.get_by_role("button", name="Ya, batalkan").is_visible()


def test_a_table_is_sorted_in_place_by_its_figures(open_page):
    page = open_page(width=1280, height=900)
    heading = page.locator(".ledger thead a", has_text="Jumlah")
    heading.click()
    totals = [int(re.sub(r"\D", "", text)) for text in page.locator(".ledger tbody td.figure").all_inner_texts()]
    assert totals in (sorted(totals), sorted(totals, reverse=True))
    assert "sort=" not in page.url


def test_a_lost_line_is_told_and_its_return_too(open_page):
    page = open_page()
    page.context.set_offline(True)
    page.get_by_text("Tidak ada sinyal.").wait_for()
    page.context.set_offline(False)
    page.get_by_text("Tidak ada sinyal.").wait_for(state="hidden")


def test_progress_is_shown_as_the_work_goes_on(open_page):
    page = open_page()
    page.get_by_text("6.200 dari 10.000 baris dibaca").wait_for()
    assert page.locator("progress").evaluate("bar => bar.value") == 6200


def test_a_dropped_file_lands_in_the_field(open_page):
    page = open_page()
    page.locator(".drop").evaluate(
        """(field) => {
          const carried = new DataTransfer();
          carried.items.add(new File(["Beras;72000"], "daftar.csv"));
          field.dispatchEvent(new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true }));
        }"""
    )
    assert page.locator(".drop input").evaluate("input => input.files[0].name") == "daftar.csv"


def test_a_button_can_be_read_under_the_mouse(open_page):
    page = open_page(width=1280, height=900)
    for button in page.locator("a.button, button.button").all():
        if button.is_visible():
            button.hover()
            colours = button.evaluate("e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]")
            assert colours[0] != colours[1]


def test_dark_mode_turns_the_paper_dark(open_page):
    ground = "getComputedStyle(document.body).backgroundColor"
    assert open_page(color_scheme="light").evaluate(ground) == "rgb(251, 248, 241)"
    assert open_page(color_scheme="dark").evaluate(ground) == "rgb(23, 21, 17)"


def test_print_leaves_out_what_paper_cannot_do_and_keeps_every_offer(open_page):
    page = open_page(COMPARISON)
    page.emulate_media(media="print")
    assert not page.locator(".places").is_visible()
    assert not page.locator("label.pick").first.is_visible()
    rice = page.locator("section.good", has_text="Beras medium")
    assert rice.locator("li.offer-later:visible").count() == 3
