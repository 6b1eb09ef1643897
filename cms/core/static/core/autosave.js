/* What is in the form and was not sent is not called saved, and is sent.

Wagtail 8.0 leaves three gaps in its `w-unsaved` controller, through each of which edits are lost
while the header says “Saved” (docs/editing.md tells them in full):

1. A form that came back refused (`force`) is never watched: its first autosave is the last one.
2. After an autosave the form as it is now is taken for saved, not the form as it was sent.
3. What is typed in the first two seconds is taken for what the page was loaded with.

A fourth: after an error other than of the network, and after five of these, it sends nothing until
something is typed again. What was not saved is sent again after a while.

This compares the form with what the last autosave sent. It reads and writes only what Wagtail"s
controllers show as events and attributes.
*/
(() => {
  const LOOK_EVERY = 500; // milliseconds
  const PATIENCE = 2000; // how long Wagtail's own watcher has to notice a change
  // Milliseconds until what failed is sent again, and how often they are doubled at most: where the
  // database is busy (cms/core/busy.py); and where there is no network, once Wagtail, which tries
  // five times itself within a minute, has given up.
  const AGAIN_AFTER = { server_error: [10000, 5], network_error: [60000, 0] };
  const NOT_CONTENT = new Set([
    "csrfmiddlewaretoken",
    "loaded_revision_id",
    "loaded_revision_created_at",
    "overwrite_revision_id",
    "next",
  ]);
  const FORM = "form[data-edit-form][data-controller~='w-autosave']";

  let sent = null; // the entries of the last autosave; null before the first
  let differsSince = null;
  let touched = false;
  let failures = 0;
  let again; // the timer of the next attempt

  const formOf = () => document.querySelector(FORM);

  const entriesOf = (data) =>
    [...data.entries()]
      .filter(([name]) => !NOT_CONTENT.has(name) && !name.startsWith("comments-"))
      .map(([name, value]) => [name, value instanceof File ? `${value.name} ${value.size}` : value]);

  const isSent = () => JSON.stringify(entriesOf(new FormData(formOf()))) === JSON.stringify(sent);

  const sayUnsaved = () => {
    const form = formOf();
    const isKnown = form.dataset.wUnsavedHasEditsValue === "true";
    form.dataset.wUnsavedForceValue = "true"; // until the next success
    form.dataset.wUnsavedHasEditsValue = "true"; // leaving asks first; said anew, it saves
    if (!isKnown || form.dataset.wAutosaveActiveValue === "false") return;
    const detail = { type: "edits" };
    form.dispatchEvent(new CustomEvent("w-unsaved:add", { bubbles: true, cancelable: true, detail }));
  };

  const look = (patience) => {
    if (sent === null) return;
    if (isSent()) {
      differsSince = null;
      return;
    }
    const indicator = document.getElementById("w-autosave-indicator");
    if (indicator && indicator.dataset.wAutosaveStateValue === "saved") {
      indicator.dataset.wAutosaveStateValue = "idle";
    }
    const now = performance.now();
    differsSince ??= now;
    if (now - differsSince < patience) return;
    differsSince = now;
    sayUnsaved();
  };

  document.addEventListener("w-autosave:save", (event) => {
    clearTimeout(again);
    sent = entriesOf(event.detail.formData);
    differsSince = null;
  });

  document.addEventListener("w-autosave:error", (event) => {
    const [after, doubled] = AGAIN_AFTER[event.detail.type] || [];
    if (!after) return; // what is wrong with the form its editor mends
    clearTimeout(again);
    again = setTimeout(() => {
      sent = []; // nothing of it arrived
      look(0);
    }, after * 2 ** Math.min(failures, doubled));
    failures += 1;
  });

  document.addEventListener("w-autosave:success", (event) => {
    failures = 0;
    const ids = event.detail.response.field_updates || {}; // of new rows, already in the form
    sent = sent.map(([name, value]) => [name, name in ids ? `${ids[name]}` : value]);
    // Writing the interval starts a watch that was never started.
    formOf().dataset.wUnsavedCheckIntervalValue = `${LOOK_EVERY}`;
    setTimeout(() => look(0)); // after a save that waited for this one has begun
  });

  document.addEventListener(
    "input",
    (event) => {
      touched ||= event.isTrusted && Boolean(event.target.closest(FORM));
    },
    true,
  );
  document.addEventListener("w-unsaved:watch-edits", () => {
    if (sent === null && touched && formOf()) setTimeout(sayUnsaved);
  });

  setInterval(() => look(PATIENCE), LOOK_EVERY);
})();
