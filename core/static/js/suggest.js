// Offers names while somebody types into a field with data-suggest. The list below the
// field is moved in by the arrow keys, Enter opens what is chosen, Escape closes it.
// A suggestion with a value is written into the field instead of opened.
const WAIT = 200;

const element = (name, attributes) => Object.assign(document.createElement(name), attributes);

class Suggestions {
  constructor(field) {
    this.field = field;
    this.asked = "";
    this.timer = 0;
    this.chosen = -1;
    this.list = element("ul", { id: `${field.id}-names`, className: "suggestions", role: "listbox", hidden: true });
    this.list.setAttribute("aria-label", field.dataset.suggestLabel);
    field.after(this.list);
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", this.list.id);
    this.close();
    field.addEventListener("input", () => this.later());
    field.addEventListener("keydown", (event) => this.press(event));
    field.addEventListener("blur", () => this.close());
    // The field keeps the focus while something is clicked.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
  }

  get options() {
    return [...this.list.children];
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    const query = this.field.value.trim();
    if (query === this.asked) return;
    this.asked = query;
    this.close();
    if (!query) return;
    const answer = await fetch(`${this.field.dataset.suggest}?q=${encodeURIComponent(query)}`);
    if (!answer.ok || query !== this.asked) return;
    this.show((await answer.json()).suggestions);
  }

  show(suggestions) {
    this.list.replaceChildren(...suggestions.map((one, number) => this.option(one, number)));
    if (suggestions.length && document.activeElement === this.field) this.open();
  }

  option({ title, kind, url, value }, number) {
    const option = element("li", { id: `${this.list.id}-${number}`, className: "suggestions__one", role: "option" });
    option.append(
      element("span", { className: "suggestions__title", textContent: title }),
      element("span", { className: "suggestions__kind", textContent: kind }),
    );
    if (value === undefined) option.dataset.url = url;
    else option.dataset.value = value;
    option.addEventListener("click", () => this.take(option));
    return option;
  }

  take(option) {
    if (option.dataset.url !== undefined) return location.assign(option.dataset.url);
    this.asked = this.field.value = option.dataset.value;
    this.close();
  }

  open() {
    this.list.hidden = false;
    this.field.setAttribute("aria-expanded", "true");
  }

  close() {
    this.choose(-1);
    this.list.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
  }

  choose(number) {
    this.chosen = number;
    this.options.forEach((option, place) => option.setAttribute("aria-selected", String(place === number)));
    const option = this.options[number];
    if (option) {
      this.field.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      this.field.removeAttribute("aria-activedescendant");
    }
  }

  move(step) {
    if (this.list.hidden) this.open();
    // One place more than there are options: the field itself.
    const places = this.options.length + 1;
    this.choose(((this.chosen + 1 + step + places) % places) - 1);
  }

  press(event) {
    if (event.isComposing || !this.options.length) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    } else if (event.key === "Enter" && this.options[this.chosen]) {
      event.preventDefault();
      this.take(this.options[this.chosen]);
    }
  }
}

for (const field of document.querySelectorAll("[data-suggest]")) new Suggestions(field);
