"""Screenshots of the running demo, as a person would see it: var/look/*.png.

    python scripts/look.py [--url URL] [--user NAME | --anonymous] [--whole] [PATH]

Signs in with a demo account, or does not, and photographs the named paths (a few of the admin's by
default; of the public site's to who is not signed in). `--whole` shows a page down to its end.
What the browser's console complains about is printed and makes the run fail.
"""

import argparse
import base64
import re
import sys
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from cms.demo.accounts import DEMO_ACCOUNTS  # noqa: E402
from scripts.chromium import NoBrowser, console, start  # noqa: E402

PATHS = (
    "/admin/",
    "/admin/pages/",
    "/admin/images/",
    "/admin/reports/site-history/",
    "/api/v1/docs",
)
SITE_PATHS = (
    *("/fr/", "/ru/", "/en/"),
    "/fr/institutions/",
    "/fr/institutions/theatre-des-marees/",
    "/fr/institutions/theatre-des-marees/la-tempete-en-direct-de-la-grande-salle/",
    "/fr/items/?audience=families",
    "/fr/nowhere/",
)
SIZES = {"desktop": (1280, 1000), "phone": (390, 844)}


def browser() -> webdriver.Chrome:
    """A headless Chromium; raises SystemExit where there is none."""
    try:
        return start()
    except NoBrowser as none:
        raise SystemExit(str(none)) from none


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


def resize(chrome: webdriver.Chrome, width: int, height: int) -> None:
    """Exactly so large: a window of Chromium's is never narrower than 500 pixels."""
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
    chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


def photograph(chrome: webdriver.Chrome, address: str, target: Path, whole: bool) -> list[str]:
    """Saves one picture; returns what the console complained about."""
    chrome.get(address)
    WebDriverWait(chrome, 20).until(
        lambda one: one.execute_script("return document.readyState") == "complete"
    )
    if whole:
        chrome.execute_script(
            "document.querySelectorAll('img').forEach(one => one.loading = 'eager')"
        )
        WebDriverWait(chrome, 20).until(
            lambda one: one.execute_script("return [...document.images].every(one => one.complete)")
        )
    picture = chrome.execute_cdp_cmd(
        "Page.captureScreenshot", {"format": "png", "captureBeyondViewport": whole}
    )
    target.write_bytes(base64.b64decode(picture["data"]))
    # A page that is not there is looked at on purpose.
    expected = ("/favicon.ico", "404 (Not Found)", "410 (Gone)")
    return [message for message in console(chrome) if not any(one in message for one in expected)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--user", default=DEMO_ACCOUNTS[0].username)
    parser.add_argument("--out", type=Path, default=ROOT / "var" / "look")
    parser.add_argument("--anonymous", action="store_true", help="as who is not signed in")
    parser.add_argument("--whole", action="store_true", help="the whole page, not the first screen")
    parser.add_argument("paths", nargs="*")
    options = parser.parse_args()
    paths = options.paths or (SITE_PATHS if options.anonymous else PATHS)
    options.out.mkdir(parents=True, exist_ok=True)
    complaints: list[str] = []
    chrome = browser()
    try:
        resize(chrome, *SIZES["desktop"])
        if not options.anonymous:
            sign_in(chrome, options.url, options.user)
        for size, (width, height) in SIZES.items():
            resize(chrome, width, height)
            for path in paths:
                name = re.sub(r"\W+", "-", path).strip("-") or "root"
                target = options.out / f"{name}-{size}.png"
                found = photograph(chrome, options.url + path, target, options.whole)
                complaints += [f"{path}: {message}" for message in found]
                print(target.relative_to(ROOT) if target.is_relative_to(ROOT) else target)
    finally:
        chrome.quit()
    for complaint in complaints:
        print(f"console: {complaint}", file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    raise SystemExit(main())
