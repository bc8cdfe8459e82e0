// The folder is kept in this browser. Without JavaScript its address holds it.
(() => {
  const NAME = "cairn.folder";
  const read = () => {
    try {
      const held = JSON.parse(localStorage.getItem(NAME) ?? "{}");
      return { items: [], notes: {}, title: "", ...held };
    } catch {
      return { items: [], notes: {}, title: "" };
    }
  };
  const write = (folder) => {
    try {
      localStorage.setItem(NAME, JSON.stringify(folder));
      return true;
    } catch {
      return false; // the browser keeps nothing; the link then leads to the address
    }
  };
  const count = () => {
    const n = read().items.length;
    for (const place of document.querySelectorAll("[data-folder-count]")) {
      place.textContent = n ? String(n) : "";
      place.hidden = !n;
    }
  };
  const mark = () => {
    const { items } = read();
    for (const link of document.querySelectorAll("[data-folder-add]")) {
      const there = items.includes(link.dataset.folderAdd);
      const goes = link.hasAttribute("data-folder-go"); // offered once something was collected
      if (goes) link.hidden = there || !items.length;
      if (!there || goes) continue;
      link.firstElementChild.textContent = link.dataset.there;
      link.href = link.href.split("?")[0];
      link.removeAttribute("data-folder-add");
    }
  };
  mark();
  document.addEventListener("htmx:afterSettle", mark); // Explore answers in place
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-folder-add]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      const folder = read();
      folder.items.push(link.dataset.folderAdd);
      if (!write(folder)) return;
      event.preventDefault();
      mark();
      count();
      if (link.hasAttribute("data-folder-go")) location.assign(link.href.split("?")[0]);
    }
    const gone = event.target.closest?.("[data-folder-remove]");
    if (gone) {
      const folder = read();
      folder.items = folder.items.filter((one) => one !== gone.dataset.folderRemove);
      delete folder.notes[gone.dataset.folderRemove];
      write(folder);
    }
    if (event.target.closest?.("[data-folder-keep]")) {
      const folder = read();
      for (const field of document.querySelectorAll("[data-folder-page] input[name=i]")) {
        if (!folder.items.includes(field.value)) folder.items.push(field.value);
      }
      write(folder);
      count();
      document.querySelector("[data-folder-offer]").hidden = true;
    }
  });
  const page = document.querySelector("[data-folder-page]");
  if (page) {
    const folder = read();
    if (page.hasAttribute("data-bare") && folder.items.length) {
      const query = folder.items.map((one) => `i=${encodeURIComponent(one)}`).join("&");
      location.replace(`${location.pathname}?${query}`);
      return;
    }
    const shown = [...page.querySelectorAll("input[name=i]")].map((field) => field.value);
    const foreign = shown.filter((one) => !folder.items.includes(one));
    page.querySelector("[data-folder-offer]").hidden = !foreign.length;
    for (const field of page.querySelectorAll("[data-folder-note]")) {
      field.value = folder.notes[field.dataset.folderNote] ?? "";
      field.addEventListener("input", () => {
        const now = read();
        now.notes[field.dataset.folderNote] = field.value;
        write(now);
      });
    }
    const title = page.querySelector("[data-folder-title]");
    if (title) {
      title.value = folder.title;
      title.addEventListener("input", () => write({ ...read(), title: title.value }));
    }
  }
  count();
})();
