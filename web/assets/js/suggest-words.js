// <suggest-words> stands in a search form and suggests while one types: a list
// box under the field, gone through with the arrow keys (ARIA combobox). The
// form itself works as it does without.
const pause = 120; // milliseconds without a key before asking

class SuggestWords extends HTMLElement {
  connectedCallback() {
    this.field = this.closest("form")?.querySelector("input[type=search]");
    if (!this.field) return;
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false" })) {
      this.field.setAttribute(name, value);
    }
    this.field.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), pause);
    });
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("blur", () => this.close());
    this.addEventListener("pointerdown", (event) => {
      event.preventDefault(); // the field keeps the focus
      this.go(event.target.closest("[role=option]"));
    });
  }

  get options() {
    return [...this.querySelectorAll("[role=option]")];
  }

  async ask() {
    const words = this.field.value.trim();
    this.asked?.abort();
    if (words === "") return this.close();
    this.asked = new AbortController();
    try {
      const answer = await fetch("/suggestions?q=" + encodeURIComponent(words), { signal: this.asked.signal });
      if (!answer.ok || document.activeElement !== this.field) return;
      this.innerHTML = await answer.text();
      this.mark(null);
      const open = this.options.length > 0;
      this.field.setAttribute("aria-expanded", String(open));
      if (open) this.field.setAttribute("aria-controls", "suggested");
    } catch {
      this.close(); // the connection is away: the form still works
    }
  }

  close() {
    clearTimeout(this.timer);
    this.asked?.abort();
    this.replaceChildren();
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
    this.field.removeAttribute("aria-controls");
  }

  mark(option) {
    for (const other of this.options) other.setAttribute("aria-selected", String(other === option));
    if (option) this.field.setAttribute("aria-activedescendant", option.id);
    else this.field.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    const options = this.options;
    if (options.length === 0) return;
    const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) {
      event.preventDefault();
      const next = at + steps[event.key]; // one step beyond either end is the field itself
      this.mark(options[next < -1 ? options.length - 1 : next] ?? null);
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.close();
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      this.go(options[at]);
    }
  }

  go(option) {
    if (option) location.assign(option.dataset.href);
  }
}

customElements.define("suggest-words", SuggestWords);
