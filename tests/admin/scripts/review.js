/* What reviewers ask of a field, and where it stands in the form. */
const { browser } = require("./browser.js");

const CONTROLS = "input:not([type=hidden]), select, textarea, [contenteditable], button";
const WRAPPER = "[data-field-wrapper]";
const PANEL = ".w-panel__content";

const page = browser();
const link = (field, message) =>
  new page.Element({
    dataset: { field, wFocusTargetValue: field },
    around: { li: new page.Element({ dataset: { message } }) },
  });

const input = new page.Element({ "aria-describedby": "help" });
const wrapper = new page.Element({ inside: { [CONTROLS]: input } });
const image = new page.Element({ around: { [WRAPPER]: wrapper } });
const rows = new page.Element();
const add = new page.Element({ around: { [PANEL]: rows }, matches: () => true });
page.found = { image, occurrences: add };
page.asking = [
  link("image", "Image missing"),
  link("image", "Image quality"),
  link("occurrences", "Date missing"),
  link("gone", "There is no such field"),
];
page.load(process.argv[2]);
page.document.dispatchEvent(new Event("DOMContentLoaded"));

const noteIn = (place) => place.children.map((note) => [note.id, note.children[1].children.map((one) => one.textContent)]);
console.log(
  JSON.stringify({
    field: noteIn(wrapper),
    described: input["aria-describedby"],
    rows: noteIn(rows),
    button: [add.children.length, add["aria-describedby"]],
  }),
);
