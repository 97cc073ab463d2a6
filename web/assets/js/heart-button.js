// <heart-button> keeps a favourite or lets it go while the page stays. The form
// within does the same without script; it is sent when the quick way fails.
class HeartButton extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send(event.target, this.querySelector("button"));
    });
  }

  async send(form, button) {
    if (button.ariaBusy) return;
    const keep = button.value;
    const body = new URLSearchParams(new FormData(form));
    body.set("keep", keep);
    button.ariaBusy = "true";
    this.show(button, keep === "yes");
    try {
      const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" });
      if (answer.type !== "opaqueredirect") throw answer.status;
      button.ariaBusy = null;
    } catch {
      this.show(button, keep !== "yes");
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "keep", value: keep }));
      form.submit();
    }
  }

  show(button, kept) {
    button.ariaPressed = String(kept);
    button.value = kept ? "no" : "yes";
  }
}

customElements.define("heart-button", HeartButton);
