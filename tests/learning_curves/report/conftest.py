"""A headless browser, if one is installed."""

import shutil

import pytest


@pytest.fixture(scope="module")
def browser():
    """Start Chromium, and log the messages and requests of pages."""
    webdriver = pytest.importorskip(
        "selenium.webdriver", reason="no Selenium: install requirements-browser.txt"
    )
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not (chromium and driver):
        pytest.skip("no Chromium with its driver: in Debian, chromium and chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1280,900"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    started = webdriver.Chrome(options, webdriver.ChromeService(driver))
    yield started
    started.quit()
