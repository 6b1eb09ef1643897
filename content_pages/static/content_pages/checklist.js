/* Whoever filled in elsewhere what the list asks of a picture comes back to a list that is true:
   see content_pages/panels/checklist.py. */
(() => {
  const OF_PICTURES = "[data-required^='image_']";

  class Checklist extends window.StimulusModule.Controller {
    static values = { address: String };

    connect() {
      this.back = () => this.element.querySelector(OF_PICTURES) && this.again();
      window.addEventListener("focus", this.back);
    }

    disconnect() {
      window.removeEventListener("focus", this.back);
    }

    /* The saved version is looked at again; what is not saved is saved, which brings the list. */
    async again() {
      const form = this.element.closest("form");
      const { wUnsavedForceValue, wUnsavedHasEditsValue, wAutosaveActiveValue } = form.dataset;
      if ([wUnsavedForceValue, wUnsavedHasEditsValue].includes("true")) {
        if (wAutosaveActiveValue === "false") return;
        const detail = { type: "edits" };
        form.dispatchEvent(new CustomEvent("w-unsaved:add", { bubbles: true, cancelable: true, detail }));
        return;
      }
      if (!this.addressValue) return;
      const response = await fetch(this.addressValue);
      if (response.ok && !response.redirected) this.element.outerHTML = await response.text();
    }
  }

  window.wagtail.app.register("coulisses-checklist", Checklist);
})();
