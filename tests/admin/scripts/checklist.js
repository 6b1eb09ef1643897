/* Whoever comes back to a list that asks something of a picture has it looked at again. */
const { browser } = require("./browser.js");

(async () => {
  const page = browser();
  page.load(process.argv[2]);
  page.answer = () => "<p>true</p>";
  const told = {};
  const cases = {
    saved: [true, {}],
    unsaved: [true, { wUnsavedHasEditsValue: "true" }],
    refused: [true, { wUnsavedForceValue: "true" }],
    nothing_of_pictures: [false, {}],
  };
  for (const [name, [asksOfPictures, dataset]] of Object.entries(cases)) {
    const form = new page.Element({ dataset });
    let saved = 0;
    form.addEventListener("w-unsaved:add", () => (saved += 1));
    const element = new page.Element({ closest: () => form, querySelector: () => (asksOfPictures ? {} : null) });
    const one = page.connect("coulisses-checklist", element, { addressValue: "/again/" });
    page.asked.length = 0;
    page.window.dispatchEvent(new Event("focus"));
    await page.settle();
    told[name] = [page.asked.length, saved, element.outerHTML || ""];
    one.disconnect();
  }
  console.log(JSON.stringify(told));
})();
