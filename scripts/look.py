"""Screenshots of the running demo, as a person would see it: var/look/*.png.

    python scripts/look.py [--url http://127.0.0.1:8000] [--user NAME] [PATH …]

Signs in with a demo account and photographs the named paths (a few of the admin's by default).
What the browser's console complains about is printed and makes the run fail.
"""

import argparse
import re
import shutil
import sys
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from cms.demo.accounts import DEMO_ACCOUNTS  # noqa: E402

PATHS = (
    "/admin/",
    "/admin/pages/",
    "/admin/images/",
    "/admin/reports/site-history/",
    "/api/v1/docs",
)
SIZES = {"desktop": (1440, 1000), "phone": (390, 844)}


def browser() -> webdriver.Chrome:
    """A headless Chromium from the system; raises SystemExit where there is none."""
    binary = (
        shutil.which("chromium")
        or shutil.which("chromium-browser")
        or shutil.which("google-chrome")
    )
    driver = shutil.which("chromedriver")
    if not binary or not driver:
        raise SystemExit("look: needs Chromium (Debian: apt-get install chromium chromium-driver)")
    options = webdriver.ChromeOptions()
    options.binary_location = binary
    for switch in ("--headless=new", "--no-sandbox", "--hide-scrollbars", "--lang=en"):
        options.add_argument(switch)
    options.set_capability("goog:loggingPrefs", {"browser": "SEVERE"})
    return webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))


def sign_in(chrome: webdriver.Chrome, url: str, user: str) -> None:
    """Through the form; raises SystemExit when the account is not one of the demo's."""
    passwords = {one.username: one.password for one in DEMO_ACCOUNTS}
    if user not in passwords:
        raise SystemExit(f"look: no demo account {user!r}; there are {', '.join(passwords)}")
    chrome.get(f"{url}/admin/login/")
    chrome.find_element(By.NAME, "username").send_keys(user)
    chrome.find_element(By.NAME, "password").send_keys(passwords[user])
    chrome.find_element(By.CSS_SELECTOR, "form button[type=submit]").click()
    WebDriverWait(chrome, 20).until(lambda one: "/login/" not in one.current_url)


def photograph(chrome: webdriver.Chrome, address: str, target: Path) -> list[str]:
    """Saves one picture; returns what the console complained about."""
    chrome.get(address)
    WebDriverWait(chrome, 20).until(
        lambda one: one.execute_script("return document.readyState") == "complete"
    )
    chrome.save_screenshot(str(target))
    messages = [entry["message"] for entry in chrome.get_log("browser")]
    return [message for message in messages if "/favicon.ico" not in message]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--user", default=DEMO_ACCOUNTS[0].username)
    parser.add_argument("--out", type=Path, default=ROOT / "var" / "look")
    parser.add_argument("paths", nargs="*", default=list(PATHS))
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    complaints: list[str] = []
    chrome = browser()
    try:
        chrome.set_window_size(*SIZES["desktop"])
        sign_in(chrome, options.url, options.user)
        for size, (width, height) in SIZES.items():
            chrome.set_window_size(width, height)
            for path in options.paths:
                name = re.sub(r"\W+", "-", path).strip("-") or "root"
                target = options.out / f"{name}-{size}.png"
                found = photograph(chrome, options.url + path, target)
                complaints += [f"{path}: {message}" for message in found]
                print(target.relative_to(ROOT) if target.is_relative_to(ROOT) else target)
    finally:
        chrome.quit()
    for complaint in complaints:
        print(f"console: {complaint}", file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    raise SystemExit(main())
