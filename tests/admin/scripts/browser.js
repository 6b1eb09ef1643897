/* As much of a browser as our scripts of the admin use: elements with a value and events, Stimulus
   controllers that are connected by hand, a clock that is turned by hand, and answers by address. */
const vm = require("node:vm");
const fs = require("node:fs");

class Element extends EventTarget {
  constructor(facts = {}) {
    super();
    Object.assign(this, { dataset: {}, children: [], value: "" }, facts);
  }
  after(other) { this.following = other; }
  append(...some) { this.children.push(...some); }
  replaceChildren(...some) { this.children = some; }
  prepend(...some) { this.children.unshift(...some); }
  appendChild(one) { this.children.push(one); return one; }
  setAttribute(name, value) { this[name] = value; }
  getAttribute(name) { return this[name] ?? null; }
  /* Elements of a scenario say by themselves what is around and inside them. */
  closest(selector) { return (this.around ?? {})[selector] ?? null; }
  querySelector(selector) { return (this.inside ?? {})[selector] ?? null; }
  matches() { return false; }
}

function browser() {
  const timers = new Map();
  let last = 0;
  const named = new Map();
  const byId = new Map();
  const page = { asked: [], controllers: {}, now: 0, answer: () => ({}), Element };
  const controller = class {};
  const document = Object.assign(new EventTarget(), {
    getElementsByName: (name) => [named.get(name)].filter(Boolean),
    getElementById: (id) => byId.get(id) || null,
    createElement: (name) => new Element({ name }),
    createElementNS: (_space, name) => new Element({ name }),
    querySelector: (selector) => (page.found ?? {})[selector] ?? page.form ?? null,
    querySelectorAll: () => page.asking ?? [],
  });
  const window = Object.assign(new EventTarget(), {
    StimulusModule: { Controller: controller },
    wagtail: { app: { register: (name, one) => (page.controllers[name] = one) } },
  });
  const later = (every) => (run, after = 0) => {
    const key = (last += 1);
    timers.set(key, { run, at: page.now + after, every: every ? after : 0 });
    return key;
  };
  const context = vm.createContext({
    window, document, location: { hash: "" }, requestAnimationFrame: (run) => run(), Event, CustomEvent, URLSearchParams, Map, Set, console,
    File: class {},
    FormData: class { constructor(form) { this.form = form; } entries() { return Object.entries(this.form.fields); } },
    performance: { now: () => page.now },
    setTimeout: later(false),
    setInterval: later(true),
    clearTimeout: (key) => timers.delete(key),
    fetch: async (address) => {
      page.asked.push(address);
      const told = page.answer(address);
      if (told === null) throw new Error("unreachable");
      return { ok: true, status: 200, json: async () => told, text: async () => told };
    },
  });
  const settle = () => new Promise((done) => setImmediate(done));
  return Object.assign(page, {
    window,
    document,
    load: (path) => vm.runInContext(fs.readFileSync(path, "utf8"), context),
    put: (facts) => {
      const one = new Element(facts);
      if (facts.name) named.set(facts.name, one);
      if (facts.id) byId.set(facts.id, one);
      return one;
    },
    connect: (name, element, facts) => {
      const one = Object.assign(new page.controllers[name](), { element }, facts);
      one.connect();
      return one;
    },
    settle,
    /* Let `milliseconds` go by, and what is due happen. */
    pass: async (milliseconds) => {
      const until = page.now + milliseconds;
      for (;;) {
        await settle();
        const [key, due] = [...timers].sort((a, b) => a[1].at - b[1].at)[0] || [];
        if (!due || due.at > until) break;
        page.now = due.at;
        if (due.every) due.at += due.every;
        else timers.delete(key);
        due.run();
      }
      page.now = until;
      await settle();
    },
  });
}

module.exports = { browser };
