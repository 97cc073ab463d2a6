// <share-link data-url="…" data-title="…"> shows its button only where the
// device has a way of its own to pass a page on; the address beside it can be
// copied everywhere.
class ShareLink extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    if (!button || !navigator.share) return;
    button.hidden = false;
    button.addEventListener("click", () => this.share());
  }

  share() {
    navigator.share({ title: this.dataset.title, url: this.dataset.url }).catch(() => {}); // called off: nothing to do
  }
}

customElements.define("share-link", ShareLink);
