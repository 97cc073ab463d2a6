// <copy-link data-text="…" data-done="Copied"> shows its button only where the
// browser can copy; without script the text beside it can be marked by hand.
class CopyLink extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    if (!button || !navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", () => this.copy(button));
  }

  async copy(button) {
    const before = button.textContent;
    try {
      await navigator.clipboard.writeText(this.dataset.text);
    } catch {
      return; // not allowed here: the text stays to be marked by hand
    }
    button.textContent = this.dataset.done;
    setTimeout(() => { button.textContent = before; }, 2000);
  }
}

customElements.define("copy-link", CopyLink);
