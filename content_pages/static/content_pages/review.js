/* What reviewers ask is repeated beside each field it is about: see content_pages/panels/review.py. */
(() => {
  const CONTROLS = "input:not([type=hidden]), select, textarea, [contenteditable], button";
  const lists = new Map();

  const SVG = "http://www.w3.org/2000/svg";
  const icon = (name) => {
    const drawn = document.createElementNS(SVG, "svg");
    drawn.setAttribute("class", `icon icon-${name}`);
    drawn.setAttribute("aria-hidden", "true");
    drawn.appendChild(document.createElementNS(SVG, "use")).setAttribute("href", `#icon-${name}`);
    return drawn;
  };

  /* One note per field, however many things are asked there; who tabs to the field hears it. */
  const listAt = (name, target) => {
    const note = document.createElement("div");
    note.id = `asked-note-${name}`;
    note.className = "coulisses-asked help-block help-warning";
    note.setAttribute("role", "note");
    note.append(icon("warning"));
    const list = note.appendChild(document.createElement("ul"));
    const field = target.closest("[data-field-wrapper]") ?? target.closest(".w-field__wrapper");
    /* Rows are added with a button: the note stands above them, not in it. */
    const place = field ?? target.closest(".w-panel__content") ?? target.parentElement;
    place.prepend(note);
    const control = target.matches(CONTROLS) ? target : place.querySelector(CONTROLS);
    const described = control?.getAttribute("aria-describedby");
    control?.setAttribute("aria-describedby", described ? `${described} ${note.id}` : note.id);
    lists.set(name, list);
    return list;
  };

  const beside = (link) => {
    const target = document.querySelector(link.dataset.wFocusTargetValue);
    if (!target) return;
    const name = link.dataset.field;
    const entry = document.createElement("li");
    entry.textContent = link.closest("li").dataset.message;
    (lists.get(name) ?? listAt(name, target)).append(entry);
  };

  document.addEventListener("DOMContentLoaded", () => {
    const asked = [...document.querySelectorAll(".coulisses-review [data-asked] a[data-field]")];
    asked.forEach(beside);
    /* From the dashboard: straight to the field. */
    const wanted = location.hash.startsWith("#asked-") && location.hash.slice("#asked-".length);
    const link = wanted && asked.find((one) => one.dataset.field === wanted);
    if (link) requestAnimationFrame(() => link.click());
  });
})();
