/* What reviewers ask is repeated beside each field it is about: see content_pages/panels/review.py. */
(() => {
  const beside = (link) => {
    const target = document.querySelector(link.dataset.wFocusTargetValue);
    const field = target?.closest("[data-field-wrapper]") ?? target?.closest(".w-field__wrapper") ?? target;
    if (!field || field.querySelector(":scope > .coulisses-asked")) return;
    const note = document.createElement("p");
    note.className = "coulisses-asked help-block help-warning";
    note.setAttribute("role", "note");
    note.textContent = link.closest("li").dataset.message;
    field.prepend(note);
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
