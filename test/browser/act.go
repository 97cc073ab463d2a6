package browser

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Go leads the tab to the address.
func (b *Tab) Go(address string) {
	b.t.Helper()
	b.do("go to "+address, chromedp.Navigate(address))
}

// Back presses the back button. The page may come whole out of the browser's
// memory, so there is no loading to wait for.
func (b *Tab) Back() {
	b.t.Helper()
	from := b.Address()
	history, err := run(b, chromedp.NavigationEntries())
	b.must(err, "read the history")
	if history.CurrentIndex == 0 {
		b.t.Fatalf("%s: nothing to go back to", from)
	}
	entry := history.Entries[history.CurrentIndex-1]
	_, err = chromedp.Call(b.ctx, page.NavigateToHistoryEntry, page.NavigateToHistoryEntryParams{EntryID: entry.ID})
	b.must(err, "back")
	for until := time.Now().Add(waitMax); time.Now().Before(until); time.Sleep(50 * time.Millisecond) {
		if ask[bool](b, `document.readyState === "complete"`) && b.Address() == entry.URL {
			return
		}
	}
	b.t.Fatalf("%s: the back button led nowhere", from)
}

// Reload loads the page again; a form that led here is sent again.
func (b *Tab) Reload() {
	b.t.Helper()
	b.do("reload", chromedp.Reload())
}

// Address is where the tab is.
func (b *Tab) Address() string {
	b.t.Helper()
	return ask[string](b, `location.href`)
}

// Text is what a person reads on the page.
func (b *Tab) Text() string {
	b.t.Helper()
	return ask[string](b, `document.body.innerText`)
}

// HTML is the page's source as it stands now.
func (b *Tab) HTML() string {
	b.t.Helper()
	return ask[string](b, `document.documentElement.outerHTML`)
}

// See fails unless each of the texts can be read on the page.
func (b *Tab) See(texts ...string) {
	b.t.Helper()
	body := plain(b.Text())
	for _, text := range texts {
		if !strings.Contains(body, plain(text)) {
			b.t.Fatalf("%s: %q is not on the page, which reads:\n%s", b.Address(), text, b.Text())
		}
	}
}

// Miss fails if the text can be read on the page.
func (b *Tab) Miss(text string) {
	b.t.Helper()
	if strings.Contains(plain(b.Text()), plain(text)) {
		b.t.Fatalf("%s: %q should not be on the page", b.Address(), text)
	}
}

// plain makes spaces of every kind one space, as the eye does.
func plain(text string) string { return strings.Join(strings.Fields(text), " ") }

// Fill types the value into the field of that name: text, select, box or radio.
// Among several the first visible one is taken, in an open dialog if there is one.
func (b *Tab) Fill(name, value string) {
	b.t.Helper()
	if !ask[bool](b, fillScript+"("+quoted(name)+","+quoted(value)+")") {
		b.t.Fatalf("%s: no field %q (value %q) to fill; the page reads:\n%s", b.Address(), name, value, b.Text())
	}
}

// fillScript finds the field and sets it as typing would, with its events.
const fillScript = `((name, value) => {
  const seen = (e) => e.type === "hidden" ? false : e.getClientRects().length > 0;
  const root = [...document.querySelectorAll("dialog[open]")].pop() ?? document;
  const fields = [...root.querySelectorAll("[name]")].filter((e) => e.name === name && seen(e));
  const field = fields.find((e) => (e.type === "radio" || e.type === "checkbox") ? e.value === value : true);
  if (!field) return false;
  if (field.type === "radio" || field.type === "checkbox") field.checked = true;
  else field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
  return field.type === "radio" || field.type === "checkbox" ? field.checked : field.value === value;
})`

// Typed is what stands in the field of that name.
func (b *Tab) Typed(name string) string {
	b.t.Helper()
	return ask[string](b, `document.getElementsByName(`+quoted(name)+`)[0]?.value ?? ""`)
}

// Attach puts the file into the file field of that name.
func (b *Tab) Attach(name, path string) {
	b.t.Helper()
	b.do("attach "+path, chromedp.SetUploadFiles(chromedp.CSS(`input[type=file][name="`+name+`"]`), []string{path}))
}

// Press clicks the button or link with that label and waits for the page it
// leads to.
func (b *Tab) Press(label string) {
	b.t.Helper()
	b.press(label, pressScript)
}

// Touch clicks the button or link with that label and stays on the page, as
// for a menu or a dialog.
func (b *Tab) Touch(label string) {
	b.t.Helper()
	if !ask[bool](b, pressScript+"("+quoted(label)+")") {
		b.t.Fatalf("%s: nothing called %q to touch", b.Address(), label)
	}
}

func (b *Tab) press(label, script string) {
	b.t.Helper()
	click := func(b *Tab) chromedp.Action[bool] { return chromedp.Evaluate[bool](script + "(" + quoted(label) + ")") }
	if !ask[bool](b, findScript+"("+quoted(label)+") !== null") {
		b.t.Fatalf("%s: nothing called %q to press; the page reads:\n%s", b.Address(), label, b.Text())
	}
	_, err := run(b, chromedp.WaitEvent(page.LoadEventFired, nil, click(b)))
	b.must(err, "press "+label)
}

// findScript finds what is called by the label: first its own words, then its
// accessible name, innermost dialog first.
const findScript = `((label) => {
  const tidy = (text) => (text ?? "").replace(/\s+/g, " ").trim();
  const seen = (e) => e.getClientRects().length > 0;
  const root = [...document.querySelectorAll("dialog[open]")].pop() ?? document;
  const all = [...root.querySelectorAll("button, a[href], summary, input[type=submit]")].filter(seen);
  return all.find((e) => tidy(e.innerText) === label) ?? all.find((e) => tidy(e.getAttribute("aria-label")) === label)
    ?? all.find((e) => tidy(e.innerText).startsWith(label)) ?? null;
})`

const pressScript = `((label) => {
  const found = ` + findScript + `(label);
  if (!found) return false;
  found.scrollIntoView({ block: "center" });
  found.click();
  return true;
})`

// ForgetSession drops the tab's cookies, as an ended session does.
func (b *Tab) ForgetSession() {
	b.t.Helper()
	b.must(clearCookies(b.ctx), "forget the session")
}

// Wait is for what comes without a navigation: it polls until the text is on
// the page.
func (b *Tab) Wait(text string) {
	b.t.Helper()
	for until := time.Now().Add(waitMax); time.Now().Before(until); time.Sleep(50 * time.Millisecond) {
		if strings.Contains(plain(b.Text()), plain(text)) {
			return
		}
	}
	b.t.Fatalf("%s: waited in vain for %q", b.Address(), text)
}

func ask[T any](b *Tab, script string) T {
	b.t.Helper()
	answer, err := run(b, chromedp.Evaluate[T](script))
	b.must(err, "ask the page")
	return answer
}

func quoted(text string) string {
	encoded, _ := json.Marshal(text) // a string always encodes
	return string(encoded)
}

// Cookie sets a cookie for the address, as an answer of the server would.
func (b *Tab) Cookie(address, name, value string) {
	b.t.Helper()
	httpOnly := true
	_, err := chromedp.Call(b.ctx, network.SetCookie, network.SetCookieParams{Name: name, Value: value, URL: address, Path: "/", HTTPOnly: &httpOnly})
	b.must(err, "set a cookie")
}

// Probe asks the page by script, for what has no words.
func (b *Tab) Probe(script string) string {
	b.t.Helper()
	return ask[string](b, script)
}

// Says reports whether the text can be read on the page now.
func (b *Tab) Says(text string) bool {
	b.t.Helper()
	return strings.Contains(plain(b.Text()), plain(text))
}
