// Filters answer as soon as one is changed; without JavaScript the button does it. An empty field is
// left out of the address, so that the address of a page stays short enough to be read and sent.
(() => {
  // The tab that is shown stands in view where its row is wider than the screen.
  const reveal = () => {
    for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
      const row = tab.closest("ul");
      const inside = tab.getBoundingClientRect(), whole = row.getBoundingClientRect();
      if (inside.left < whole.left || inside.right > whole.right) {
        row.scrollLeft += (inside.left + inside.right - whole.left - whole.right) / 2;
      }
    }
  };
  document.addEventListener("DOMContentLoaded", reveal);
  document.addEventListener("htmx:load", reveal);
  const blank = (field) => field.name && field.value === "" && !field.disabled;
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form?.matches("[data-filters][hx-get]")) form.requestSubmit();
  });
  // Where another page answers than was asked for, such as that to sign in, it is gone to: nothing
  // of it would stand here, and the numbers of before would pass for those of the fields.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { requestConfig: asked, serverResponse: answer, pathInfo: path } = event.detail;
    const part = asked.elt.closest("[data-filters][hx-target]")?.getAttribute("hx-target").slice(1);
    if (!part || answer.includes(`id="${part}"`)) return;
    event.detail.shouldSwap = false;
    location.assign(path.finalRequestPath);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-filters]:not([hx-get])")) return;
    const fields = [...event.target.elements].filter(blank);
    for (const field of fields) field.disabled = true;
    setTimeout(() => fields.forEach((field) => (field.disabled = false)));
  });
  document.addEventListener("htmx:configRequest", (event) => {
    if (!event.target.matches("[data-filters]")) return;
    const sent = event.detail.parameters;
    for (const name of Object.keys(sent)) if (sent[name] === "") delete sent[name];
  });
})();
