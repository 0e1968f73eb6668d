// A second click on a form marked data-submit-once does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-submit-once]") || event.defaultPrevented) return;
  if (form.dataset.submitted) {
    event.preventDefault();
    return;
  }
  form.dataset.submitted = "true";
  form.setAttribute("aria-busy", "true");
});

// Coming back through the browser's history makes the form usable again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-submitted]")) {
    delete form.dataset.submitted;
    form.removeAttribute("aria-busy");
  }
});
