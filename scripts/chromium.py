"""A headless Chromium driven by Selenium: the one that `scripts/browser.sh` finds or installs."""

import subprocess
from pathlib import Path

from selenium import webdriver

ROOT = Path(__file__).resolve().parent.parent
SWITCHES = (
    "--headless=new",
    "--no-sandbox",  # where it runs as root, in a container, there is none to be had
    "--disable-dev-shm-usage",  # shared memory of containers is too small for pictures
    "--hide-scrollbars",
    "--force-prefers-reduced-motion",  # nothing is photographed or pressed half-way
    "--disable-search-engine-choice-screen",
    # What is watched is this site's own traffic: the browser asks nobody else for anything.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


class NoBrowser(Exception):
    """There is no Chromium with its driver, or it does not run; the message says what to do."""


def paths(*, install: bool = True) -> tuple[str, str]:
    """Of the browser and its driver. Raises NoBrowser."""
    command = [str(ROOT / "scripts" / "browser.sh"), "install" if install else "find"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoBrowser(done.stderr.strip())
    binary, driver = done.stdout.split()
    return binary, driver


def start(*, language: str = "en", install: bool = True) -> webdriver.Chrome:
    """A new browser with nothing remembered. Raises NoBrowser."""
    binary, driver = paths(install=install)
    options = webdriver.ChromeOptions()
    options.binary_location = binary
    for switch in (*SWITCHES, f"--lang={language}"):
        options.add_argument(switch)
    options.add_experimental_option("prefs", {"intl.accept_languages": language})
    options.set_capability("goog:loggingPrefs", {"browser": "SEVERE"})
    return webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))


def console(chrome: webdriver.Chrome) -> list[str]:
    """What pages complained about since this was last asked."""
    return [str(entry["message"]) for entry in chrome.get_log("browser")]
