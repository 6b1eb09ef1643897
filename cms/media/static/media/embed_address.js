/* Fills the empty fields beside a pasted address with what its platform says: see cms/media/facts.py.
   The provider follows from the address. */
(() => {
  class EmbedAddress extends window.StimulusModule.Controller {
    static values = { facts: String, asking: String, failed: String };

    pasted() {
      setTimeout(() => this.ask()); // the field holds what was pasted once the event is over
    }

    async ask() {
      const url = this.element.value.trim();
      if (!url || url === this.asked) return;
      this.asked = url;
      this.say(this.askingValue);
      let told = { message: this.failedValue };
      try {
        const asked = new URLSearchParams({ url, provider: this.beside("provider")?.value || "" });
        const response = await fetch(`${this.factsValue}?${asked}`);
        if (response.ok || response.status === 400) told = await response.json();
      } catch {
        this.asked = null; // the next change asks again
      }
      if (this.element.value.trim() !== url) return;
      this.put("provider", told.provider);
      for (const name of ["title", "duration_seconds", "thumbnail_url"]) {
        if (!this.beside(name)?.value) this.put(name, told[name]);
      }
      this.say(told.message);
    }

    beside(name) {
      return document.getElementsByName(this.element.name.replace(/url$/, name))[0];
    }

    put(name, value) {
      const field = this.beside(name);
      if (!field || !value || field.value === String(value)) return;
      field.value = value;
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
