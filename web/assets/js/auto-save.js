// <auto-save> keeps the draft its form holds while one types: three seconds
// after the last change the form is sent as it stands, without files. It says
// when that worked and when not; without script the button keeps the draft.
const PAUSE = 3000;

class AutoSave extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.status = this.querySelector("[role=status]");
    if (!this.form || !this.status) return;
    this.form.addEventListener("input", () => this.later());
    this.form.addEventListener("submit", () => clearTimeout(this.timer));
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  typed() {
    const body = new FormData(this.form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    body.set("auto", "yes");
    return body;
  }

  async save() {
    try {
      const answer = await fetch(this.form.action, { method: "POST", body: this.typed() });
      if (!answer.ok) throw new Error(answer.statusText);
      this.form.elements._version.value = (await answer.text()).trim();
      this.status.textContent = this.dataset.saved;
    } catch {
      this.status.textContent = this.dataset.failed;
    }
  }
}

customElements.define("auto-save", AutoSave);
