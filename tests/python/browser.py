"""The system's Chromium, without a window and without a network."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from selenium.webdriver import Chrome, ChromeOptions, ChromeService

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--hide-scrollbars",
    "--force-device-scale-factor=1",
)
BROWSER, DRIVER = Path("/usr/bin/chromium"), Path("/usr/bin/chromedriver")  # Debian's


@contextmanager
def chromium(width: int = 1000, height: int = 900) -> Iterator[Chrome]:
    """A browser that is closed at the end."""
    for program in (BROWSER, DRIVER):
        assert program.exists(), f"{program} is missing: see tools/apt-packages.txt"
    options = ChromeOptions()
    options.binary_location = str(BROWSER)
    for flag in (*FLAGS, f"--window-size={width},{height}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = Chrome(options=options, service=ChromeService(executable_path=str(DRIVER)))
    try:
        yield browser
    finally:
        browser.quit()


def prefer(browser: Chrome, theme: str) -> None:
    """What the system prefers: ``light`` or ``dark``."""
    feature = {"name": "prefers-color-scheme", "value": theme}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
