/* What failed is sent again without a keystroke, ever more rarely; what is wrong with the form is not. */
const { browser } = require("./browser.js");

(async () => {
  const page = browser();
  page.form = new page.Element({ fields: { title: "Neuf" } });
  page.load(process.argv[2]);
  const sent = [];
  page.form.addEventListener("w-unsaved:add", () => {
    sent.push(page.now);
    save();
  });
  let outcome;
  const tell = (name, detail) => page.document.dispatchEvent(new CustomEvent(`w-autosave:${name}`, { detail }));
  const save = () => {
    tell("save", { formData: { entries: () => Object.entries(page.form.fields) } });
    page.form.dataset.wUnsavedHasEditsValue = `${outcome !== null}`;
    if (outcome === null) tell("success", { response: {} });
    else tell("error", { type: outcome });
  };
  const told = {};
  for (const type of ["server_error", "network_error", "validation_error"]) {
    outcome = type;
    const [before, start] = [sent.length, page.now];
    save();
    await page.pass(200000);
    told[type] = sent.slice(before).map((one) => one - start);
    outcome = null;
    save();
    await page.pass(200000);
    told.after = (told.after || 0) + sent.length - before - told[type].length;
  }
  console.log(JSON.stringify(told));
})();
