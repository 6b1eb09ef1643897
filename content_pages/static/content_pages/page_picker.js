/* Finds pages by their titles and adds the chosen ones as ticked boxes: see content_pages/widgets.py. */
(() => {
  const PAUSE = 250; // milliseconds without a keystroke before asking

  const choose = (picker, page) => {
    const chosen = picker.querySelector("[data-chosen]");
    const known = chosen.querySelector(`input[value="${page.id}"]`);
    if (known) {
      known.checked = true;
      return;
    }
    const label = document.createElement("label");
    const box = document.createElement("input");
    Object.assign(box, { type: "checkbox", name: picker.dataset.name, value: page.id, checked: true });
    label.append(box, ` ${page.title}`);
    const row = document.createElement("li");
    row.append(label);
    chosen.append(row);
    box.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const offer = (picker, pages) => {
    const found = picker.querySelector("[data-found]");
    found.replaceChildren(
      ...pages.map((page) => {
        const button = document.createElement("button");
        Object.assign(button, { type: "button", className: "button button-small button-secondary" });
        button.textContent = page.title;
        button.addEventListener("click", () => {
          choose(picker, page);
          found.replaceChildren();
          picker.querySelector("[data-words]").value = "";
        });
        const row = document.createElement("li");
        row.append(button);
        return row;
      }),
    );
  };

  const ask = async (picker, words) => {
    const query = new URLSearchParams({ q: words, locale: picker.dataset.locale });
    const response = await fetch(`${picker.dataset.suggestions}?${query}`);
    if (response.ok) offer(picker, (await response.json()).pages);
  };

  let waiting;
  document.addEventListener("input", (event) => {
    if (!event.target.matches("[data-page-picker] [data-words]")) return;
    event.stopPropagation();
    const picker = event.target.closest("[data-page-picker]");
    const words = event.target.value.trim();
    clearTimeout(waiting);
    if (words.length < 2) offer(picker, []);
    else waiting = setTimeout(() => ask(picker, words), PAUSE);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("[data-page-picker] [data-words]")) {
      event.preventDefault();
    }
  });
})();
