/* What was filled in for one address goes with it; what somebody entered stays. */
const { browser } = require("./browser.js");

(async () => {
  const page = browser();
  page.load(process.argv[2]);
  const films = {
    A: { provider: "youtube", title: "Film A", duration_seconds: 60, thumbnail_url: "https://a/" },
    B: { provider: "vimeo", title: "Film B", duration_seconds: null, thumbnail_url: "" },
  };
  page.answer = (address) => films[new URLSearchParams(address.split("?")[1]).get("url")] || { title: "" };
  const names = ["provider", "title", "duration_seconds", "thumbnail_url"];
  const open = async (url, values = {}) => {
    const fields = Object.fromEntries(names.map((name) => [name, page.put({ name: `m-${name}`, value: values[name] || "" })]));
    const element = page.put({ name: "m-url", value: url });
    const one = page.connect("coulisses-embed", element, { factsValue: "/facts", askingValue: "…", failedValue: "failed" });
    await page.pass(0);
    return async (address, change = {}) => {
      for (const [name, value] of Object.entries(change)) fields[name].value = value;
      element.value = address;
      await one.ask();
      return names.map((name) => fields[name].value);
    };
  };
  const told = {};
  let paste = await open("");
  told.first = await paste("A");
  told.replaced = await paste("B");
  told.entered = await paste("A", { title: "Mine" });
  told.unknown = await paste("C");
  paste = await open("A", { provider: "youtube", title: "Film A", duration_seconds: "60", thumbnail_url: "https://a/" });
  told.reopened = await paste("B");
  console.log(JSON.stringify(told));
})();
