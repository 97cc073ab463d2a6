// <catalogue-list> answers a change of a filter without a new page: it fetches
// the address the form would go to and takes over the parts that changed. The
// address is pushed, so the back button and links do what they do without it.
const parts = ["results", "filters"];

class CatalogueList extends HTMLElement {
  connectedCallback() {
    this.shown = location.pathname + location.search;
    this.addEventListener("change", (event) => event.target.form?.matches(".filters") && this.narrow(event.target.form));
    this.addEventListener("submit", (event) => {
      if (!event.target.matches(".filters")) return;
      event.preventDefault();
      this.narrow(event.target);
    });
    this.addEventListener("click", (event) => this.follow(event));
    addEventListener("popstate", () => this.back());
    addEventListener("keydown", (event) => {
      if (event.key === "Escape" && location.hash === "#filters") location.hash = "found";
    });
  }

  narrow(form) {
    const filled = [...new FormData(form)].filter(([, value]) => value !== "");
    const query = new URLSearchParams(filled).toString();
    this.go(form.getAttribute("action") + (query && "?" + query));
  }

  follow(event) {
    const link = event.target.closest("[data-swap] a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    if (link.pathname !== location.pathname) return;
    event.preventDefault();
    this.go(link.pathname + link.search);
  }

  async go(address) {
    if (!(await this.show(address))) return;
    history.pushState(null, "", address + location.hash);
  }

  // Back and forward among the states of this list; steps between its anchors
  // change nothing.
  back() {
    const address = location.pathname + location.search;
    if (address !== this.shown) this.show(address);
  }

  async show(address) {
    this.asked?.abort();
    const asked = (this.asked = new AbortController());
    const results = document.getElementById("results");
    results.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { signal: asked.signal, headers: { Accept: "text/html" } });
      if (!answer.ok) throw new Error(answer.status);
      this.take(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch (trouble) {
      if (trouble.name !== "AbortError") location.assign(address);
      return false;
    }
    this.shown = address;
    results.removeAttribute("aria-busy");
    return true;
  }

  // take puts the new parts in place of the old ones and the focus back where
  // it was. The count stays the same element, so that it is read out.
  take(page) {
    const focus = document.activeElement?.id;
    const open = [...this.querySelectorAll(".filters details")].map((more) => more.open);
    for (const id of parts) document.getElementById(id).replaceChildren(...page.getElementById(id).childNodes);
    this.querySelector(".sorts").replaceChildren(...page.querySelector(".sorts").childNodes);
    this.querySelector(".filter-open").replaceChildren(...page.querySelector(".filter-open").childNodes);
    document.getElementById("found-count").textContent = page.getElementById("found-count").textContent;
    document.title = page.title;
    this.querySelectorAll(".filters details").forEach((more, i) => (more.open = open[i] ?? false));
    if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
  }
}

customElements.define("catalogue-list", CatalogueList);
