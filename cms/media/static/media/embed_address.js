/* Fills the empty fields beside a pasted address with what its platform says: see cms/media/facts.py. */
(() => {
  const UNDECIDED = ["", "other"];

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
        const response = await fetch(`${this.factsValue}?${new URLSearchParams({ url })}`);
        if (response.ok || response.status === 400) told = await response.json();
      } catch {
        this.asked = null; // the next change asks again
      }
      if (this.element.value.trim() !== url) return;
      for (const name of ["provider", "title", "duration_seconds", "thumbnail_url"]) {
        this.fill(name, told[name]);
      }
      this.say(told.message);
    }

    fill(name, value) {
      const field = document.getElementsByName(this.element.name.replace(/url$/, name))[0];
      if (!field || value === null || value === undefined || UNDECIDED.includes(value)) return;
      const decided = name === "provider" ? !UNDECIDED.includes(field.value) : field.value;
      if (decided) return;
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
