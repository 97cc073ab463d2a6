// <a data-dialog="id" href="/the/same/as/a/page"> opens the dialog of that id
// instead of going to the page. A button with data-close closes its dialog.
document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  const closer = event.target.closest("[data-close]");
  if (closer) {
    const dialog = closer.closest("dialog");
    if (dialog) {
      event.preventDefault();
      dialog.close();
    }
    return;
  }
  const link = event.target.closest("a[data-dialog]");
  const dialog = link && document.getElementById(link.dataset.dialog);
  if (!dialog?.showModal) return;
  event.preventDefault();
  dialog.showModal();
});

// A click on the veil closes, as Escape does.
document.addEventListener("click", (event) => {
  if (!(event.target instanceof HTMLDialogElement)) return;
  const box = event.target.getBoundingClientRect();
  const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
  if (!inside) event.target.close();
});
