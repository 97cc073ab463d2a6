// Text typed into a form marked data-keep stays in this tab until the form was
// sent and accepted, so that a closed page or an ended session loses nothing.
const place = (form) => `typed:${form.dataset.keep || location.pathname + "#" + form.getAttribute("action")}`;
const fields = (form) => form.querySelectorAll("textarea[name], input[type=text][name]");

function keep(form) {
  const typed = {};
  for (const field of fields(form)) if (field.value !== field.defaultValue) typed[field.name] = field.value;
  try {
    if (Object.keys(typed).length) sessionStorage.setItem(place(form), JSON.stringify(typed));
    else sessionStorage.removeItem(place(form));
  } catch { /* storage is switched off or full: the page works as before */ }
}

function restore(form) {
  let typed = {};
  try {
    typed = JSON.parse(sessionStorage.getItem(place(form)) ?? "{}");
  } catch { /* nothing to restore */ }
  for (const field of fields(form)) {
    if (field.value === "" && typed[field.name]) field.value = typed[field.name];
  }
}

function forgetDone() {
  try {
    const sent = sessionStorage.getItem("typed-sent");
    if (sent && document.querySelector(".flashes")) sessionStorage.removeItem(sent);
    sessionStorage.removeItem("typed-sent");
  } catch { /* nothing to forget */ }
}

forgetDone();
for (const form of document.querySelectorAll("form[data-keep]")) restore(form);

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.dataset.keep !== undefined) keep(form);
});

// A sent form is remembered until the next page: where that says that something
// was done, what was typed is not offered again; after a refusal, an error or an
// ended session it still is.
document.addEventListener("submit", (event) => {
  if (event.target.dataset.keep === undefined) return;
  try {
    sessionStorage.setItem("typed-sent", place(event.target));
  } catch { /* as above */ }
});
