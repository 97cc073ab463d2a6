// <count-down> keeps the words of its <time> true while the page stays open.
// The server writes the first words and gives the patterns in the page's
// language: data-in="in {span}", data-past, data-d="{n} days", data-h, data-min, data-s.
const second = 1000, minute = 60 * second, hour = 60 * minute, day = 24 * hour;

class CountDown extends HTMLElement {
  connectedCallback() {
    this.time = this.querySelector("time") ?? this;
    this.until = Date.parse(this.time.getAttribute("datetime"));
    this.first = this.serverNow();
    this.started = performance.now();
    if (!Number.isNaN(this.until)) this.tick();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }

  // The server's clock counts, not the one of the device.
  serverNow() {
    const told = Date.parse(this.dataset.now);
    return Number.isNaN(told) ? Date.now() : told;
  }

  tick() {
    const now = this.first + (performance.now() - this.started);
    const left = this.until - now;
    this.classList.toggle("soon", left > 0 && left < Number(this.dataset.soon ?? 0) * second);
    this.write(left > 0 ? this.dataset.in.replace("{span}", this.span(left)) : this.dataset.past);
    if (left <= 0) return;
    this.timer = setTimeout(() => this.tick(), left < 2 * minute ? second : 20 * second);
  }

  write(words) {
    if (this.time.textContent !== words) this.time.textContent = words;
  }

  span(left) {
    const say = (unit, n) => this.dataset[unit].replace("{n}", n);
    const d = Math.floor(left / day), h = Math.floor((left % day) / hour);
    const m = Math.floor((left % hour) / minute), s = Math.floor((left % minute) / second);
    if (d > 1) return h > 0 ? `${say("d", d)} ${say("h", h)}` : say("d", d);
    if (d === 1) return m > 0 ? `${say("h", 24 + h)} ${say("min", m)}` : say("h", 24 + h);
    if (h > 0) return m > 0 ? `${say("h", h)} ${say("min", m)}` : say("h", h);
    return m > 1 ? say("min", m) : say("s", m * 60 + s);
  }
}

customElements.define("count-down", CountDown);
