/* Says beside a chosen image who made it and on what terms, and what is missing: see cms/media/facts.py. */
(() => {
  const PAUSE = 50; // milliseconds in which choosers of one form are gathered into one question
  const waiting = new Map(); // id → controllers
  let timer;

  const flush = (address, atOnce) => {
    const asked = [...waiting];
    waiting.clear();
    while (asked.length) ask(address, asked.splice(0, atOnce || asked.length));
  };

  const ask = async (address, asked) => {
    const ids = asked.map(([id]) => id).join(",");
    const response = await fetch(`${address}?${new URLSearchParams({ ids })}`);
    const { images } = response.ok ? await response.json() : { images: {} };
    for (const [id, controllers] of asked) {
      for (const one of controllers) one.show(id, images[id]);
    }
  };

  class ImageFacts extends window.StimulusModule.Controller {
    static targets = ["facts"];
    static values = { facts: String, mend: String, atOnce: Number };

    connect() {
      this.field = document.getElementById(this.element.id.replace(/-chooser$/, ""));
      this.again = () => this.ask();
      // Whoever filled something in elsewhere comes back.
      this.back = () => this.missing && this.ask();
      this.field?.addEventListener("change", this.again);
      window.addEventListener("focus", this.back);
      setTimeout(this.again); // a block gets its value after it is drawn
    }

    disconnect() {
      this.field?.removeEventListener("change", this.again);
      window.removeEventListener("focus", this.back);
    }

    ask() {
      const id = this.field?.value;
      if (!id) {
        this.factsTarget.replaceChildren();
        return;
      }
      waiting.set(id, [...(waiting.get(id) || []), this]);
      clearTimeout(timer);
      timer = setTimeout(() => flush(this.factsValue, this.atOnceValue), PAUSE);
    }

    show(id, image) {
      if (this.field.value !== id) return;
      this.missing = Boolean(image?.facts.some((fact) => fact.missing));
      this.factsTarget.replaceChildren(...(image ? this.draw(image) : []));
    }

    draw(image) {
      const list = document.createElement("dl");
      for (const fact of image.facts) {
        const [term, value] = ["dt", "dd"].map((tag) => document.createElement(tag));
        term.textContent = fact.label;
        value.textContent = fact.value;
        if (fact.missing) value.className = "coulisses-missing";
        list.append(term, value);
      }
      const after = [];
      if (image.message) {
        const words = document.createElement("p");
        words.textContent = `${image.message} `;
        after.push(words);
        if (image.edit_url) {
          const link = document.createElement("a");
          Object.assign(link, { href: image.edit_url, target: "_blank", rel: "noreferrer" });
          link.textContent = this.mendValue;
          words.append(link);
        }
      }
      return [list, ...after];
    }
  }

  window.wagtail.app.register("coulisses-image-facts", ImageFacts);
})();
