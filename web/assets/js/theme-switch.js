// <theme-switch> changes the colours at once and remembers the choice in the
// cookie that its form would set on the server.
class ThemeSwitch extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => {
      const button = event.target.closest("button[name=theme]");
      if (!button) return;
      event.preventDefault();
      this.choose(button.value);
    });
  }

  choose(theme) {
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `theme=${theme}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
    if (theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    for (const button of this.querySelectorAll("button[name=theme]")) {
      button.setAttribute("aria-pressed", String(button.value === theme));
    }
  }
}

customElements.define("theme-switch", ThemeSwitch);
