// A long list gets a field above it that narrows it: in the person's language, without regard to
// capitals and accents. What was chosen stays, whether it is in sight or not. Without this script the
// lists are whole.
(() => {
  const LONG = { ticks: 10, options: 14 };
  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();

  const box = (words, narrow) => {
    const made = document.createElement("input");
    Object.assign(made, { type: "search", className: "narrow-box", autocomplete: "off", dir: "auto" });
    made.setAttribute("aria-label", words);
    made.placeholder = words;
    made.addEventListener("input", () => narrow(folded(made.value.trim())));
    // Enter would send the whole form.
    made.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
    return made;
  };

  const select = (list, words) => {
    if (list.options.length < LONG.options) return;
    const all = [...list.options];
    const narrow = (text) => {
      const fits = (one) => !one.value || one.selected || folded(one.text).includes(text);
      const chosen = list.value;
      list.replaceChildren(...all.filter(fits));
      list.value = chosen;
      const found = [...list.options].filter((one) => one.value);
      if (text && found.length === 1) list.value = found[0].value; // the only one that is left
      list.dispatchEvent(new Event("change", { bubbles: true }));
    };
    const both = Object.assign(document.createElement("div"), { className: "narrowed" });
    list.before(both);
    both.append(box(words, narrow), list);
  };

  const ticks = (list, words) => {
    const lines = [...list.querySelectorAll(":scope > div")];
    if (lines.length < LONG.ticks) return;
    const narrow = (text) => {
      for (const line of lines) {
        const ticked = line.querySelector("input").checked;
        line.hidden = !ticked && !folded(line.textContent).includes(text);
      }
    };
    list.before(box(words, narrow));
  };

  for (const form of document.querySelectorAll("[data-narrow-words]")) {
    const words = form.dataset.narrowWords;
    for (const one of form.querySelectorAll("select[data-narrow]")) select(one, words);
    for (const one of form.querySelectorAll(".choices > div")) ticks(one, words);
  }
})();
