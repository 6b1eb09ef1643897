/* Fills the fields beside a pasted address with what its platform says: see cms/media/facts.py.
   What somebody entered stays; what was filled in for the address before goes with it. The provider
   follows from the address. */
(() => {
  const FILLED = ["title", "duration_seconds", "thumbnail_url"];

  class EmbedAddress extends window.StimulusModule.Controller {
    static values = { facts: String, asking: String, failed: String };

    connect() {
      setTimeout(() => (this.asked = this.element.value.trim())); // a block gets its value late
    }

    pasted() {
      setTimeout(() => this.ask()); // the field holds what was pasted once the event is over
    }

    async ask() {
      const url = this.element.value.trim();
      if (!url || url === this.asked) return;
      const before = this.asked;
      this.asked = url;
      this.say(this.askingValue);
      // Of an address that was there when the form came, its platform knows what was filled in.
      this.filled ??= (before && (await this.told(before))) || {};
      const told = await this.told(url);
      if (!told) this.asked = null; // the next change asks again
      if (this.element.value.trim() !== url) return;
      this.fill(told || {});
      this.say(told ? told.message : this.failedValue);
    }

    /* What the platform says of `url`; null when nobody could be asked. */
    async told(url) {
      try {
        const asked = new URLSearchParams({ url, provider: this.beside("provider")?.value || "" });
        const response = await fetch(`${this.factsValue}?${asked}`);
        return response.ok || response.status === 400 ? await response.json() : null;
      } catch {
        return null;
      }
    }

    fill(told) {
      if (told.provider) this.put("provider", told.provider);
      for (const name of FILLED) {
        const value = this.beside(name)?.value;
        if (!value || value === `${this.filled[name] || ""}`) this.put(name, told[name] || "");
      }
      this.filled = told;
    }

    beside(name) {
      return document.getElementsByName(this.element.name.replace(/url$/, name))[0];
    }

    put(name, value) {
      const field = this.beside(name);
      if (!field || field.value === `${value}`) return;
      field.value = `${value}`;
      for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
    }

    say(words) {
      if (!this.status) {
        this.status = document.createElement("p");
        this.status.className = "coulisses-status";
        this.status.setAttribute("role", "status");
        this.element.after(this.status);
      }
      this.status.textContent = words || "";
    }
  }

  window.wagtail.app.register("coulisses-embed", EmbedAddress);
})();
