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

for (const form of document.querySelectorAll("form[data-keep]")) restore(form);

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.dataset.keep !== undefined) keep(form);
});

// The page after a success names what it accepted: its text is not offered again.
for (const done of document.querySelectorAll("[data-kept-done]")) {
  try {
    sessionStorage.removeItem(`typed:${done.dataset.keptDone}`);
  } catch { /* as above */ }
}
