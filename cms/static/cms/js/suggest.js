// Offers names while somebody types into a field with data-suggest; the list is
// the browser's own, so keyboard and screen reader work as everywhere.
const WAIT = 200;

for (const field of document.querySelectorAll("[data-suggest]")) {
  const list = field.list;
  let timer = 0;
  let asked = "";

  const offer = async () => {
    const query = field.value.trim();
    if (!query || query === asked) return;
    asked = query;
    const answer = await fetch(`${field.dataset.suggest}?q=${encodeURIComponent(query)}`);
    if (!answer.ok || query !== field.value.trim()) return;
    const { suggestions } = await answer.json();
    list.replaceChildren(
      ...suggestions.map(({ title, kind }) => {
        const option = document.createElement("option");
        option.value = title;
        option.label = kind;
        return option;
      }),
    );
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(offer, WAIT);
  });
}
