// Lets the keyboard reach tables of the staff area that scroll sideways on a phone.
const reach = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});

for (const table of document.querySelectorAll(".listing")) reach.observe(table);
