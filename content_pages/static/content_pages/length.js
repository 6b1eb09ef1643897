/* Counts what is typed against a limit: see Counted in content_pages/widgets.py. */
(() => {
  const NEAR = 20; // characters left from which a screen reader hears of it

  class Length extends window.StimulusModule.Controller {
    static values = { limit: Number };

    connect() {
      this.counter = document.createElement("p");
      this.counter.className = "coulisses-length";
      this.element.after(this.counter);
      this.count();
    }

    disconnect() {
      this.counter.remove();
    }

    count() {
      const length = [...this.element.value].length;
      this.counter.textContent = `${length} / ${this.limitValue}`;
      this.counter.classList.toggle("coulisses-length--over", length > this.limitValue);
      this.counter.setAttribute("aria-live", this.limitValue - length > NEAR ? "off" : "polite");
    }
  }

  window.wagtail.app.register("coulisses-length", Length);
})();
