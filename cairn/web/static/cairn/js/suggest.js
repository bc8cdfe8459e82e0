// Offers ways to go on while somebody types; the form works without it.
(() => {
  const field = document.querySelector("[data-suggest]");
  const list = field && document.getElementById(field.getAttribute("list"));
  if (!list) return;
  let waiting = 0;
  let asked = "";
  const ask = async () => {
    const words = field.value.trim();
    if (words.length < 2 || words === asked) return;
    asked = words;
    const language = document.documentElement.lang;
    const address = `${field.dataset.suggest}?${new URLSearchParams({ q: words, language })}`;
    const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok || words !== field.value.trim()) return;
    const found = await answer.json();
    list.replaceChildren(
      ...found.suggestions.map((one) => {
        const option = document.createElement("option");
        option.value = one.text;
        return option;
      }),
    );
  };
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 160);
  });
})();
