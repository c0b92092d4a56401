"""The report as a reader uses it, in a real browser."""

import base64
import io
import json
import xml.etree.ElementTree as ET
from urllib.parse import unquote

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from learning_curves.answers.curve_tables import curve_tables
from learning_curves.columns import read_table, rows_of
from learning_curves.report.explorer import explorer_data
from learning_curves.report.page import Section, Study, render_page
from learning_curves.runs import coverage

from made_runs import CURVE_SIZES, METRIC, WORDS, make_curve, make_runs_of_curves

NAME = "</script><b>"
TARGETS = [0.2, 0.1, 0.06]
# Groups with the ends of their interval and samples likewise, at two errors.
CAMPAIGNS = {
    "data_sets": [
        {
            "name": NAME,
            "errors": [0.05, 0.1],
            "start": 0.1,
            "designs": [
                {"label": "ridge, one", "answers": [[None] * 6, [35, 0, 60, 35, 0, 60]]},
                {"label": "ridge, four", "answers": [[None] * 6, [20, 12, None, 80, 48, None]]},
            ],
        }
    ],
    "costs": {"group": 45, "sample": 3, "travel": 0, "unit": "minutes"},
    "groups": "plots",
    "sizes": "labelled pixels",
    "error": "RMSE",
    "share": "eight of ten",
}


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """Render the page of a study whose names look like markup; return it and its tables."""
    folder = tmp_path_factory.mktemp("report")
    rising = np.log([0.3, 0.1, 0.1, 0.2, 0.2, 0.2])
    curves = {
        NAME: make_curve(np.log(2 * CURVE_SIZES**-0.5), repetition=1).log_errors,
        "ridge": make_curve(np.log(0.04 + CURVE_SIZES**-0.4), repetition=2).log_errors,
        "svr": make_curve(rising, repetition=3).log_errors,
        "one_seed": make_curve(np.log(3 * CURVE_SIZES**-0.5), repetitions=1).log_errors + 1e-9,
        "vca_nnls": make_curve(np.log(0.12 + 0 * CURVE_SIZES), repetition=4).log_errors,
    }
    runs = pd.concat([make_runs_of_curves(curves, NAME), make_runs_of_curves(curves, "field")])
    of_classes = {"class0RMSE": runs[METRIC], "class0R2": 0.9}
    cells = runs[["data_set", "condition", "method", "size_name"]].drop_duplicates()
    counts = coverage(runs.assign(**of_classes), cells.assign(planned=30).to_numpy().tolist())
    _, bands, answers, _, by_error = curve_tables(runs, METRIC, TARGETS, WORDS, draws=100)
    published = pd.DataFrame(
        [["field", "ridge", METRIC, 60, 0.25]],
        columns=["data_set", "method", "metric", "size", "value"],
    )
    explorer = explorer_data(runs, bands, by_error, answers, counts, published, ["vca_nnls"], WORDS)
    table, figure = folder / "endmembers.csv", folder / "curves.svg"
    pd.DataFrame({"endmember": [NAME, "soil, wet", "roof"], "share": [0.5, 30, np.nan]}).to_csv(
        table, index=False
    )
    named = folder / "runs.csv"
    pd.DataFrame({"model": ["vca_nnls"], METRIC: [0.1]}).to_csv(named, index=False)
    figure.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60"/>')
    sections = [
        Section("Scenes and maps", {NAME: [f"{NAME} covers half."]}, [figure], [table]),
        Section("Campaigns", {"field": ["Said."]}, [], [], CAMPAIGNS),
        Section("Runs", {}, [], [table, named]),
    ]
    page = folder / "report.html"
    page.write_text(render_page([Study("trial", "mean", sections, explorer)], WORDS))
    return page, answers, by_error


@pytest.fixture
def page(browser, study):
    """Open the page again, at a desktop's width."""
    see(browser, 1280, "light")
    # Drop the messages of earlier pages.
    browser.get_log("browser"), browser.get_log("performance")
    browser.get(study[0].as_uri())
    return browser


def see(browser, width, scheme):
    """Give the page a width and a colour scheme."""
    screen = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})


def find(page, selector):
    return page.find_element("css selector", selector)


def texts(page, selector):
    return [element.text for element in page.find_elements("css selector", selector)]


def open_everything(page):
    """Open all parts and tables, and wait until they are unpacked."""
    find(page, "#open").click()
    page.execute_script("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    packed = "main details script[type='application/gzip']"
    waiting = f'return document.querySelectorAll("{packed}").length'
    for _ in range(50):
        if page.execute_script(waiting) == 0 and texts(page, "tbody td"):
            break
        page.execute_async_script("setTimeout(arguments[0], 100)")
    assert page.execute_script(waiting) == 0


def readings(page):
    """Read the table next to the figure: method -> what it shows."""
    read = page.execute_script(
        "return [...document.querySelectorAll('#readings tbody tr')]"
        ".map((row) => ({...row.dataset, words: row.cells[1].textContent}))"
    )
    return {row["method"]: row for row in read}


def target(page):
    """Return the target error that is chosen."""
    return float(find(page, "#typed").get_property("value"))


def choose(page, selector, text):
    options = page.find_elements("css selector", f"{selector} option")
    next(option for option in options if option.text == text).click()


def draws(page, selector):
    """Return the SVG code of parts of the figure."""
    parts = page.find_elements("css selector", f"#chart {selector}")
    return [part.get_attribute("outerHTML") for part in parts]


def errors_read(page):
    """Read the last column of the table next to the figure: method -> its error."""
    return page.execute_script(
        "return Object.fromEntries([...document.querySelectorAll('#readings tbody tr')]"
        ".map((row) => [row.dataset.method, row.cells[2].textContent]))"
    )


def saved(page, selector):
    """Click a button, and return the name and the content, base64, of the file that it saves."""
    page.execute_script(
        "window.kept = new Promise((resolve) => (HTMLAnchorElement.prototype.click = function () {"
        " const name = this.download;"
        " fetch(this.href).then((file) => file.blob()).then((blob) => {"
        " const reader = new FileReader();"
        " reader.onload = () => resolve([name, reader.result.split(',')[1]]);"
        " reader.readAsDataURL(blob); }); }))"
    )
    find(page, selector).click()
    name, content = page.execute_async_script("window.kept.then(arguments[0])")
    return name, base64.b64decode(content)


def open_again(page):
    """Open the address that the page has now, in a new document."""
    page.execute_async_script("setTimeout(arguments[0], 400)")
    address = page.current_url
    page.get("about:blank")
    page.get(address)


def number(text):
    return np.nan if text == "null" else float(text)


def assert_readings(page, rows):
    """Check that the readings match the rows of a table."""
    shown = readings(page)
    assert set(shown) == set(rows["method"])
    for _, row in rows.iterrows():
        of_method = shown[row["method"]]
        assert of_method["status"] == row["status"]
        for name in ("needed", "low", "high"):
            wanted = row[name] if np.isfinite(row[name]) else np.nan
            np.testing.assert_allclose(number(of_method[name]), wanted, rtol=1e-6)
        # The table of many errors only has the short answer.
        answer = row["answer"] if "answer" in row else row["short_answer"]
        assert answer.replace(" labelled pixels", "").startswith(of_method["words"])


@pytest.mark.parametrize("data_set", [NAME, "field"])
def test_the_slider_shows_the_table_of_sample_sizes(page, study, data_set):
    choose(page, "#data_set", data_set)
    answers = rows_of(study[1], data_set=data_set)
    marks = page.find_elements("css selector", "#marks button")
    assert sorted(float(mark.text) for mark in marks) == sorted(TARGETS)
    for mark in marks:
        mark.click()
        assert target(page) == float(mark.text)
        assert_readings(page, rows_of(answers, target_error=float(mark.text)))


def test_the_keyboard_moves_the_slider_over_all_errors(page, study):
    by_error = rows_of(study[2], data_set=NAME)
    slider = find(page, "#error")
    slider.send_keys("\ue011")  # home
    for error, rows in by_error.groupby("target_error"):
        assert target(page) == error
        assert slider.get_attribute("aria-valuetext") == f"abundance RMSE {error:g}"
        assert_readings(page, rows)
        slider.send_keys("\ue014")  # arrow right
    assert f"the abundance RMSE down to {error:g}" in find(page, "#answer").text


def test_the_keyboard_steps_through_the_measured_sizes(page):
    chart, size = find(page, "#chart"), find(page, "#size")
    chart.send_keys("\ue014")
    assert size.text == "60"
    assert "With 60 labelled pixels: " in find(page, "#stop").get_attribute("textContent")
    chart.send_keys("\ue014")
    assert size.text == "150"
    chart.send_keys("\ue012")  # arrow left
    assert size.text == "60"


def test_the_pointer_reads_a_size_and_sets_the_target(page):
    mouse = pytest.importorskip("selenium.webdriver").ActionChains(page)
    plot = find(page, ".pointed")
    box = plot.size
    start = target(page)
    mouse.move_to_element_with_offset(plot, 8 - box["width"] // 2, -box["height"] // 4).perform()
    assert find(page, "#size").text == "60"
    mouse.click().perform()
    assert target(page) > start


def test_an_error_without_answers_has_no_slider(page):
    options = page.find_elements("css selector", "#metric option")
    assert [option.text for option in options] == ["abundance RMSE", "abundance angle (rad, rms)"]
    assert find(page, "#error").is_displayed()
    options[1].click()
    assert not find(page, "#error").is_displayed()
    assert find(page, "#answer").text.startswith("No target error is answered")
    assert find(page, "#chart svg").is_displayed()


def test_the_page_logs_nothing_and_uses_no_network(page):
    open_everything(page)
    choose(page, "#data_set", "field")
    for box in page.find_elements("css selector", ".options input"):
        box.send_keys(" ")
    find(page, "#every").click()
    find(page, "#none").click()
    assert page.get_log("browser") == []
    messages = [json.loads(entry["message"])["message"] for entry in page.get_log("performance")]
    asked = [
        message["params"]["request"]["url"]
        for message in messages
        if message["method"] == "Network.requestWillBeSent"
    ]
    assert asked
    assert all(address.startswith(("file:", "data:", "blob:")) for address in asked)


def test_names_are_shown_as_they_are_written(page):
    open_everything(page)
    assert NAME in texts(page, "#data_set option")
    assert any(NAME in text for text in texts(page, "#readings tbody th"))
    assert f"{NAME} covers half." in texts(page, ".finding")
    assert NAME in texts(page, "td")
    assert page.find_elements("css selector", "b") == []


def test_a_table_sorts_filters_and_is_saved(page, tmp_path):
    open_everything(page)
    table = find(page, "details.table")
    heads = table.find_elements("css selector", "thead button")
    assert [head.text for head in heads] == ["endmember", "share"]

    def shown():
        rows = table.find_elements("css selector", "tbody tr")
        return [row.find_element("css selector", "td").text for row in rows if row.is_displayed()]

    assert shown() == [NAME, "soil, wet", "roof"]
    heads[0].click()
    assert shown() == [NAME, "roof", "soil, wet"]
    heads[1].click()
    heads[1].click()
    assert shown() == ["soil, wet", NAME, "roof"]
    assert table.find_element("css selector", "[aria-sort]").text.startswith("share")
    table.find_element("css selector", "input").send_keys("wet")
    assert shown() == ["soil, wet"]
    link = table.find_element("css selector", "a[download]")
    assert link.get_attribute("download") == "endmembers.csv"
    text = page.execute_async_script(
        "fetch(arguments[0]).then((file) => file.text()).then(arguments[1])",
        link.get_attribute("href"),
    )
    (tmp_path / "saved.csv").write_text(text)
    assert read_table(tmp_path / "saved.csv", WORDS)["endmember"].tolist() == [
        NAME,
        "soil, wet",
        "roof",
    ]


def test_a_link_of_the_contents_opens_its_part(page):
    find(page, "nav a[href='#runs']").click()
    assert unquote(page.current_url).endswith("#runs")
    page.execute_async_script("setTimeout(arguments[0], 100)")
    assert find(page, "#runs").get_attribute("open") is not None


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 820, 390])
def test_nothing_keeps_a_reader_out(page, study, width, scheme):
    axe = pytest.importorskip("axe_core_python.selenium", reason="no axe")
    see(page, width, scheme)
    page.get(study[0].as_uri())
    open_everything(page)
    root = "document.documentElement"
    assert page.execute_script(f"return {root}.scrollWidth - {root}.clientWidth") == 0
    violations = axe.Axe().run(page)["violations"]
    grave = [one["id"] for one in violations if one["impact"] in ("serious", "critical")]
    assert grave == []


def test_a_target_can_be_typed(page, study):
    def type_target(words):
        find(page, "#typed").send_keys("\ue009a\ue000", words, "\n")  # control and a

    type_target("0.1")
    assert_readings(page, rows_of(study[1], data_set=NAME, target_error=0.1))
    assert find(page, "#typed_note").text == ""
    errors = study[2]["target_error"]
    wanted = float(np.sqrt(errors.min() * errors[errors > errors.min()].min()))
    type_target(f"{wanted:.5f}")
    assert "The study has no answer for" in find(page, "#typed_note").text
    assert target(page) in errors.tolist()


def test_an_address_opens_what_a_reader_sees(page):
    choose(page, "#data_set", "field")
    choose(page, "#relative", "ridge")
    find(page, "#marks button[value='0.1']").click()
    find(page, "#readings input[value='svr']").click()
    for box in ("#show_published", "#show_bands", "#linear_errors"):
        find(page, box).click()
    find(page, "#zoom_in").click()
    state = "return ['chart', 'answer'].map((id) => document.getElementById(id).innerHTML)"
    seen = page.execute_script(state)
    open_again(page)
    assert page.execute_script(state) == seen
    assert target(page) == 0.1
    assert not find(page, "#readings input[value='svr']").is_selected()
    assert find(page, "#linear_errors").is_selected()
    find(page, "nav a[href='#runs']").click()
    open_again(page)
    assert page.execute_script(state) == seen
    assert find(page, "#runs").get_attribute("open") is not None


def test_an_address_of_no_method_shows_none(page):
    find(page, "#none").click()
    open_again(page)
    boxes = page.find_elements("css selector", "#readings tbody input")
    assert boxes and not any(box.is_selected() for box in boxes)


def test_back_returns_to_where_a_reader_was(page):
    start = target(page)
    find(page, "nav a[href='#runs']").click()
    page.back()
    assert target(page) == start and "#runs" not in page.current_url


def test_axes_are_logarithmic_or_linear(page):
    def heights():
        ticks = page.find_elements("css selector", "#chart text[text-anchor='end']")
        return [(float(tick.text), float(tick.get_attribute("y"))) for tick in ticks]

    def is_even(values, heights):
        slopes = np.diff(heights) / np.diff(values)
        return np.ptp(slopes) < 0.02 * np.abs(slopes).max()

    values, places = zip(*heights(), strict=True)
    assert is_even(np.log(values), places) and not is_even(values, places)
    find(page, "#linear_errors").click()
    values, places = zip(*heights(), strict=True)
    assert is_even(values, places) and min(values) == 0


def test_dragging_zooms_and_a_button_shows_the_whole_range(page):
    mouse = pytest.importorskip("selenium.webdriver").ActionChains(page)
    before = draws(page, "g")
    start = target(page)
    mouse.move_to_element_with_offset(find(page, ".pointed"), -60, -80).click_and_hold()
    mouse.move_by_offset(120, 100).release().perform()
    assert draws(page, "g") != before
    assert target(page) == start
    find(page, "#whole").click()
    assert draws(page, "g") == before
    find(page, "#chart").send_keys("+")
    zoomed = draws(page, "g")
    assert zoomed != before
    find(page, "#chart").send_keys("0")
    assert draws(page, "g") == before
    find(page, "#zoom_in").click()
    assert draws(page, "g") == zoomed


def test_errors_are_relative_to_a_method(page):
    find(page, "#every").click()
    absolute = {name: float(error) for name, error in errors_read(page).items()}
    choose(page, "#relative", "ridge")
    shown = {name: float(error) for name, error in errors_read(page).items()}
    assert shown["ridge"] == 1
    for name, error in shown.items():
        np.testing.assert_allclose(error, absolute[name] / absolute["ridge"], rtol=0.01)
    assert "over that of ridge" in find(page, "#readings thead").text
    assert draws(page, ".band[d^='M']") == []
    # Ratios have no target that a click could set, nor does one stretch the axis.
    start = target(page)
    find(page, ".pointed").click()
    assert target(page) == start
    assert not any("--mark" in part for part in draws(page, "path"))


def test_references_can_be_switched(page):
    choose(page, "#data_set", "field")
    assert draws(page, ".published") == []
    find(page, "#show_published").click()
    assert len(draws(page, ".published")) == 1
    find(page, "#none").click()
    find(page, "#readings input[value='ridge']").click()
    before = len(draws(page, "text"))
    find(page, "#show_label_free").click()
    assert len(draws(page, "text")) == before + 1
    assert any("(no labels)" in text for text in draws(page, "text"))


def test_few_runs_are_points_and_many_have_a_band(page):
    find(page, "#none").click()
    find(page, "#readings input[value='ridge']").click()
    assert len(draws(page, ".band")) == 1 and draws(page, ".run") == []
    find(page, "#readings input[value='ridge']").click()
    find(page, "#readings input[value='one_seed']").click()
    assert draws(page, ".band") == []
    assert len(draws(page, ".run")) == len(CURVE_SIZES)


def test_no_number_stands_before_a_method(page):
    heads = texts(page, "#readings tbody th")
    assert heads and not any(head[0].isdigit() for head in heads)


def test_the_figure_is_saved_as_svg_and_png(page):
    see(page, 1280, "dark")
    name, content = saved(page, "#save_svg")
    assert name.startswith("learning_curves_") and name.endswith(".svg")
    figure = ET.fromstring(content)
    words = figure.find("{http://www.w3.org/2000/svg}title").text
    assert find(page, "#answer").text in words
    assert find(page, "#estimand").text in words
    text = content.decode()
    assert "var(" not in text and "light-dark" not in text
    assert "rgb(29, 33, 38)" in text  # the ink of light mode
    name, content = saved(page, "#save_png")
    image = Image.open(io.BytesIO(content))
    assert name.endswith(".png") and image.width > 1200
    assert image.convert("RGB").getpixel((0, 0)) == (255, 255, 255)
    assert len(image.convert("RGB").getcolors(1 << 20)) > 50


def test_the_answer_is_saved_as_text_with_its_estimand(page):
    name, content = saved(page, "#save_text")
    text = content.decode()
    assert name.endswith(".txt")
    assert text.startswith(find(page, "#answer").text)
    assert find(page, "#estimand").text in text
    assert "numpy" in text and "trial" in text


def test_what_is_saved_names_the_condition_if_there_are_several(page, tmp_path):
    assert "Condition:" not in saved(page, "#save_text")[1].decode()
    falling = make_curve(np.log(2 * CURVE_SIZES**-0.5)).log_errors
    runs = make_runs_of_curves({"ridge": falling}, "field")
    runs = pd.concat([runs.assign(condition=name) for name in ("clean", "noisy")])
    _, bands, answers, _, by_error = curve_tables(runs, METRIC, TARGETS, WORDS, draws=50)
    cells = runs[["data_set", "condition", "method", "size_name"]].drop_duplicates()
    counts = coverage(runs, cells.assign(planned=30).to_numpy().tolist())
    published = pd.DataFrame(columns=["data_set", "method", "metric", "size", "value"])
    explorer = explorer_data(runs, bands, by_error, answers, counts, published, [], WORDS)
    path = tmp_path / "report.html"
    path.write_text(render_page([Study("trial", "mean", [], explorer)], WORDS))
    page.get(path.as_uri())
    choose(page, "#condition", "noisy")
    assert "Condition: noisy." in saved(page, "#save_text")[1].decode()
    assert "Condition: noisy." in saved(page, "#save_svg")[1].decode()


def test_no_button_is_shown_that_needs_javascript(page, study):
    page.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        page.get(study[0].as_uri())
        assert not any(one.is_displayed() for one in page.find_elements("css selector", "button"))
        assert find(page, "noscript p")
    finally:
        page.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_all_parts_can_be_opened_on_a_phone_without_scrolling_sideways(page):
    see(page, 390, "light")
    where = "const box = document.querySelector('{}').getBoundingClientRect(); return box.right"
    page.execute_script("document.querySelector('nav a').append(' and much more'.repeat(9))")
    assert page.execute_script(where.format("nav a:last-of-type")) > 390
    assert page.execute_script(where.format("#open")) <= 390


def test_tables_say_what_sentences_say(page):
    open_everything(page)
    cells = texts(page, "#runs td")
    assert "vca nnls" not in cells
    assert "VCA NNLS" in cells and "abundance RMSE" in texts(page, "#runs thead button")


def test_a_page_prints_on_a_few_pages(page):
    printed = page.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})["data"]
    pages = base64.b64decode(printed).count(b"/Type /Page\n")
    assert 1 <= pages <= 3


def test_a_reader_prices_campaigns(page):
    page.execute_script("document.querySelector('details#campaigns').open = true")
    read = lambda: [row.text for row in page.find_elements("css selector", "#campaign_rows tr")]  # noqa: E731
    assert read() == [
        "ridge, four 20 (12 or more) 4 1,140 (684 or more)",
        "ridge, one 35 (at most 60) 1 1,680 (at most 2,880)",
    ]
    assert (
        "about 20 plots with 4 labelled pixels in each, and ridge, four: 1,140 minutes"
        in find(page, "#campaign_answer").text
    )
    for selector, value in (("#campaign_group", "1"), ("#campaign_sample", "10")):
        box = find(page, selector)
        box.clear()
        box.send_keys(value)
    assert [row.split(" 3")[0].split(" 2")[0] for row in read()] == ["ridge, one", "ridge, four"]
    page.execute_script(
        "const e = document.getElementById('campaign_error'); e.value = 0; e.oninput();"
    )
    assert find(page, "#campaign_answer").text == (
        "No design is known to bring the RMSE down to 0.05 in eight of ten campaigns."
    )
    assert not [entry for entry in page.get_log("browser") if entry["level"] == "SEVERE"]
