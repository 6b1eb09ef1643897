"""Autosave in a real Chromium on the running demo: what was typed is there after a reload.

    python scripts/check_autosave.py [--url http://127.0.0.1:8000]

Three ways in which Wagtail alone loses edits (docs/editing.md, Autosave), each on a draft of the
demo's editor, which is deleted at the end. Fails when an edit is lost, or called saved and is not.
"""

import argparse
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

from look import browser, sign_in
from selenium import webdriver
from selenium.common.exceptions import TimeoutException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

SECONDS = 30  # until something that never comes is given up
WATCHED = 4  # seconds after which Wagtail has taken the form's first state
# Types into the summary when the answer to an autosave is there and not yet read.
TYPE_MEANWHILE = """
const send = window.fetch;
window.fetch = async (...request) => {
  const answer = await send(...request);
  window.fetch = send;
  const summary = document.querySelector("[name=summary]");
  summary.value += "B";
  summary.dispatchEvent(new Event("input", { bubbles: true }));
  return answer;
};
"""
STATE = "return document.getElementById('w-autosave-indicator')?.dataset.wAutosaveStateValue"


class Editor:
    def __init__(self, chrome: webdriver.Chrome, url: str) -> None:
        self.chrome, self.url = chrome, url

    def open(self, path: str) -> None:
        self.chrome.get("about:blank")
        self.chrome.get(f"{self.url}{path}")
        self._loaded()

    def _loaded(self) -> None:
        WebDriverWait(self.chrome, SECONDS).until(
            lambda one: one.execute_script("return document.readyState") == "complete"
        )

    def type(self, name: str, words: str) -> None:
        self.chrome.find_element(By.NAME, name).send_keys(words)

    def value(self, name: str) -> str:
        return self.chrome.find_element(By.NAME, name).get_attribute("value") or ""

    def until(self, state: str) -> None:
        WebDriverWait(self.chrome, SECONDS).until(lambda one: one.execute_script(STATE) == state)

    def saved(self) -> None:
        """Said and kept saying: a save that waits for another is saved too."""
        time.sleep(1)
        self.until("saved")
        time.sleep(WATCHED)
        self.until("saved")

    def press(self, selector: str) -> None:
        button = self.chrome.find_element(By.CSS_SELECTOR, selector)
        self.chrome.execute_script("arguments[0].click()", button)

    @contextmanager
    def draft(self) -> Iterator[str]:
        """The path of a new draft's form, below the editor's institution."""
        self.open("/admin/institution_pages/")
        parent = re.search(r"/admin/pages/(\d+)/edit/", self.chrome.page_source)
        assert parent, "the editor has no institution"
        self.open(f"/admin/pages/add/content_pages/itempage/{parent[1]}/")
        time.sleep(WATCHED)
        self.type("title", f"check_autosave {time.time_ns()}")
        self.saved()
        path = self.chrome.current_url.removeprefix(self.url)
        try:
            yield path
        finally:
            self.open(path.replace("/edit/", "/delete/"))
            self.press("form[action*=delete] [type=submit]")
            self._loaded()

    def after_a_refusal(self, path: str) -> str:
        self.open(path)
        self.press("[name=action-submit]")
        WebDriverWait(self.chrome, SECONDS).until(
            lambda one: one.find_elements(By.CSS_SELECTOR, ".w-field--error")
        )
        self.saved()
        self.type("summary", "after a refusal")
        self.saved()
        return "after a refusal"

    def while_saving(self, path: str) -> str:
        self.open(path)
        time.sleep(WATCHED)
        self.chrome.execute_script(TYPE_MEANWHILE)
        self.type("summary", "A")
        self.saved()
        return "AB"

    def at_once(self, path: str) -> str:
        self.open(path)
        self.type("summary", "C")
        self.saved()
        return "C"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    url = parser.parse_args().url.rstrip("/")
    lost = 0
    chrome = browser()
    try:
        sign_in(chrome, url, "editor")
        editor = Editor(chrome, url)
        with editor.draft() as path:
            for way in (editor.after_a_refusal, editor.while_saving, editor.at_once):
                try:
                    typed = way(path)
                except TimeoutException:
                    typed = "never called saved"
                editor.open(path)
                kept = editor.value("summary")
                lost += not kept.endswith(typed)
                print(f"{'kept' if kept.endswith(typed) else 'LOST'}: {way.__name__} ({kept!r})")
    finally:
        chrome.quit()
    return 1 if lost else 0


if __name__ == "__main__":
    raise SystemExit(main())
