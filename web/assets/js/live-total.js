// <live-total> adds up a form while one chooses. To its form belong inputs with
// data-price (minor units) and data-lead (minutes); a checked box or radio
// counts once, a number so often as it says. What is marked data-base is
// multiplied by the number in the input that data-units names. Outputs:
// data-total, data-due. The server reckons again and has the last word.
class LiveTotal extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    if (!this.form) return;
    document.addEventListener("input", () => this.write());
    addEventListener("pageshow", () => this.write());
  }

  number(input, least) {
    const value = Number.parseInt(input?.value, 10);
    return Number.isNaN(value) || value < least ? least : value;
  }

  sum() {
    const units = this.number(this.form.elements[this.dataset.units], 1);
    const share = Number(this.dataset.unitShare ?? 0) / 10000;
    let price = 0, lead = 0;
    for (const input of this.form.elements) {
      if (input.dataset.price === undefined) continue;
      if ((input.type === "checkbox" || input.type === "radio") && !input.checked) continue;
      const cost = Number(input.dataset.price), time = Number(input.dataset.lead ?? 0);
      const base = input.dataset.base !== undefined;
      const times = base ? units : input.type === "number" ? this.number(input, 0) : 1;
      price += cost * times;
      lead += base ? time + (units - 1) * share * time : time * times;
    }
    return { price, lead: Math.max(lead, Number(this.dataset.leadFloor ?? 0)) };
  }

  write() {
    const { price, lead } = this.sum();
    const language = document.documentElement.lang || "en";
    const digits = Number(this.dataset.digits ?? 2);
    const money = new Intl.NumberFormat(language, { style: "currency", currency: this.dataset.currency, minimumFractionDigits: digits, maximumFractionDigits: digits });
    const due = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { weekday: "long", day: "numeric", month: "short", timeZone: this.dataset.zone || undefined });
    for (const out of this.form.querySelectorAll("[data-total]")) out.textContent = money.format(price / 10 ** digits);
    for (const out of this.form.querySelectorAll("[data-due]")) out.textContent = due.format(Date.now() + lead * 60000);
  }
}

customElements.define("live-total", LiveTotal);
