"""Somebody at a browser: what one does on any screen, found by the words that stand there."""

import base64
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.common.exceptions import NoSuchElementException
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select

from scripts.chromium import console
from tests.factories.people import PASSWORD
from tests.journeys.portal import Portal
from tests.journeys.waiting import until

SCREEN = {"width": 1400, "height": 1000, "deviceScaleFactor": 1, "mobile": False}
PRESSED = "self::button or self::a or self::summary or self::label or @role='option'"
INTO_VIEW = "arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})"
# The words of lists that are not unfolded are none that can be read.
TEXT = """
const options = [...document.querySelectorAll("option:not(:checked)")];
const shown = options.map(one => one.hidden);
options.forEach(one => one.hidden = true);
const text = document.body.innerText;
options.forEach((one, at) => one.hidden = shown[at]);
return text;
"""
FOCUS_ON = """
const one = document.activeElement;
return one !== document.body && one.contains(arguments[0]);
"""
READ = 3000  # characters of a screen told of when something is missing on it
FIELDS = "self::input or self::textarea or self::select"
# What the browser says of answers that are meant: a form refused, a page that is not public.
EXPECTED = ("/favicon.ico", "status of 4")


def quoted(words: str) -> str:
    """As XPath quotes it, whichever quotes are in it."""
    if '"' not in words:
        return f'"{words}"'
    return "concat(" + ", '\"', ".join(f'"{part}"' for part in words.split('"')) + ")"


class Person:
    """`name` is for what is kept of a journey that fails."""

    def __init__(self, name: str, chrome: webdriver.Chrome, portal: Portal) -> None:
        self.name, self.chrome, self.portal = name, chrome, portal
        self._scopes: list[str] = []
        chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", SCREEN)

    # --- going somewhere ---------------------------------------------------------------------

    def open(self, address: str) -> None:
        self.chrome.get(address if "://" in address else f"{self.portal.url}{address}")
        self.loaded()

    def loaded(self) -> None:
        until(
            lambda: self.chrome.execute_script("return document.readyState") == "complete",
            "the page does not finish loading",
        )

    def sign_in(self, user: Any, password: str = PASSWORD) -> None:
        self.open("/admin/login/")
        self.fill_named("username", user.username)
        self.fill_named("password", password)
        self.leaving(lambda: self.press("Sign in"))
        assert "/login/" not in self.chrome.current_url, self.text()

    def page(self) -> str:
        """What tells the page that stands there from every other, itself loaded anew included."""
        return str(self.chrome.find_element(By.TAG_NAME, "html").id)

    def leaving(self, act: Callable[[], object]) -> None:
        """Does it and waits until another page stands there whole."""
        before = self.page()
        act()
        until(
            lambda: self.page() != before,
            self.without(f"still at {self.chrome.current_url}"),
        )
        self.loaded()

    # --- reading -----------------------------------------------------------------------------

    def text(self) -> str:
        """What can be read on the screen, scrolled over its whole length."""
        return str(self.chrome.execute_script(TEXT))

    def _stands(self, words: str) -> bool:
        """Small or capital letters are a matter of style."""
        return words.casefold() in self.text().casefold()

    def reads(self, *words: str) -> None:
        """Waits until all of them stand there."""
        for one in words:
            until(
                lambda one=one: self._stands(one),
                self.without(f"“{one}” is not on the screen"),
            )

    def is_at(self, label: str) -> None:
        """Waits until the focus is on this field, or on it with what is said around it."""
        until(
            lambda: self.chrome.execute_script(FOCUS_ON, self.field(label)),
            self.without(f"the focus is not on “{label}”"),
        )

    def does_not_read(self, *words: str) -> None:
        found = [one for one in words if self._stands(one)]
        assert not found, f"{self.name}: {found}\n{self.text()[:READ]}"

    def without(self, otherwise: str) -> Callable[[], str]:
        """What is said of something that never came, with what could be read instead."""
        return lambda: f"{self.name}: {otherwise}:\n{self.text()[:READ]}"

    # --- doing -------------------------------------------------------------------------------

    def press(self, words: str) -> None:
        """A button, link or switch that says so."""
        self._click(self._pressed(words), f"nothing to press that says “{words}”")

    def tab(self, words: str) -> None:
        """One of a form's tabs; what it counts beside its name is no part of it."""
        path = f"{self._scope()}//*[@role='tab'][starts-with(normalize-space(.), {quoted(words)})]"
        self._click(lambda: self.chrome.find_element(By.XPATH, path), f"there is no tab “{words}”")

    def fill(self, label: str, words: str) -> None:
        """Writes into a field, in place of what was there."""

        def write() -> bool:
            field = self.field(label)
            field.clear()
            field.send_keys(words)
            return bool(field.get_attribute("value") == words)

        until(write, self.without(f"no field “{label}” to write in"))

    def fill_named(self, name: str, words: str) -> None:
        field = until(
            lambda: self.chrome.find_element(By.NAME, name), f"there is no field named {name}"
        )
        field.clear()
        field.send_keys(words)

    def choose(self, label: str, option: str) -> None:
        """Of a list."""

        def chosen() -> bool:
            Select(self.field(label)).select_by_visible_text(option)
            return True

        until(chosen, self.without(f"“{option}” cannot be chosen as “{label}”"))

    def tick(self, label: str) -> None:
        """A box; one that is ticked stays so."""
        self._click(lambda: self.field(label), f"no box “{label}” to tick")

    def hand_in(self, label: str, file: Path) -> None:
        until(lambda: self.field(label), self.without(f"no field “{label}”")).send_keys(str(file))

    def field(self, label: str) -> WebElement:
        """The field that is called so and can be seen; NoSuchElementException without one."""
        said = f"(normalize-space(.)={quoted(label)} or normalize-space(.)={quoted(label + '*')})"
        scope = self._scope()
        for one in self.chrome.find_elements(By.XPATH, f"{scope}//label[@for][{said}]"):
            target = self.chrome.find_element(By.ID, one.get_attribute("for"))
            if target.is_displayed() or one.is_displayed():
                return target
        inside = (
            f"{scope}//label[not(@for)][{said}]//*[self::input or self::textarea or self::select]"
        )
        told = f"{scope}//*[@aria-label={quoted(label)}]"
        for one in self.chrome.find_elements(By.XPATH, f"{inside} | {told}"):
            if one.is_displayed():
                return one
        raise NoSuchElementException(f"no field “{label}”")

    @contextmanager
    def within(self, path: str) -> Iterator[None]:
        """What is looked for stands below what this XPath finds."""
        self._scopes.append(path)
        try:
            yield
        finally:
            self._scopes.pop()

    def _scope(self) -> str:
        return self._scopes[-1] if self._scopes else ""

    def _pressed(self, words: str) -> Callable[[], WebElement]:
        said = quoted(words)
        path = (
            f"{self._scope()}//*[{PRESSED}][normalize-space(.)={said} or @aria-label={said}"
            f" or @title={said}] | {self._scope()}//input[@type='submit'][@value={said}]"
        )

        def found() -> WebElement:
            shown = [one for one in self.chrome.find_elements(By.XPATH, path) if one.is_displayed()]
            if not shown:
                raise NoSuchElementException(f"nothing says “{words}”")
            return shown[0]

        return found

    def _click(self, found: Callable[[], WebElement], otherwise: str) -> None:
        def clicked() -> bool:
            element = found()
            self.chrome.execute_script(
                "arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element
            )
            element.click()
            return True

        until(clicked, self.without(otherwise))

    # --- afterwards --------------------------------------------------------------------------

    def complaints(self) -> list[str]:
        """What the browser's console said that it should not have."""
        return [
            f"{self.name}: {one}"
            for one in console(self.chrome)
            if not any(expected in one for expected in EXPECTED)
        ]

    def keep(self, folder: Path) -> None:
        """A picture of the whole page, its HTML and its address."""
        picture = self.chrome.execute_cdp_cmd(
            "Page.captureScreenshot", {"format": "png", "captureBeyondViewport": True}
        )
        (folder / f"{self.name}.png").write_bytes(base64.b64decode(picture["data"]))
        html = f"<!-- {self.chrome.current_url} -->\n{self.chrome.page_source}"
        (folder / f"{self.name}.html").write_text(html, encoding="utf-8")
