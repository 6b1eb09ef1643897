/* However many pictures a form shows, each is told of. */
const { browser } = require("./browser.js");

(async () => {
  const page = browser();
  page.load(process.argv[2]);
  const ids = (address) => new URLSearchParams(address.split("?")[1]).get("ids").split(",");
  page.answer = (address) => ({
    images: Object.fromEntries(ids(address).map((id) => [id, { facts: [{ label: "Credit", value: id }] }])),
  });
  const shown = [];
  for (let id = 1; id <= 5; id += 1) {
    page.put({ id: `image-${id}`, value: `${id}` });
    const factsTarget = new page.Element();
    shown.push(factsTarget);
    page.connect("coulisses-image-facts", new page.Element({ id: `image-${id}-chooser` }), {
      factsTarget, factsValue: "/facts", atOnceValue: 2,
    });
  }
  await page.pass(1000);
  console.log(JSON.stringify({ asked: page.asked.map((one) => ids(one).length), shown: shown.map((one) => one.children.length) }));
})();
