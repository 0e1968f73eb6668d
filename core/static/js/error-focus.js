// Takes the reader to what has to be put right.
document.querySelector("[data-error-summary]")?.focus();
