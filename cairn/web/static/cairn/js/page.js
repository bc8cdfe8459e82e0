// What every page gains when JavaScript runs; nothing here is needed to use one.
(() => {
  const closeOthers = (kept) => {
    for (const drop of document.querySelectorAll("details[data-drop][open]")) {
      if (drop !== kept) drop.open = false;
    }
  };
  document.addEventListener("click", (event) => closeOthers(event.target.closest("[data-drop]")));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const drop = event.target.closest?.("details[data-drop][open]");
      closeOthers(null);
      drop?.querySelector("summary").focus();
      event.target.closest?.("[data-term]")?.classList.add("closed");
      for (const term of document.querySelectorAll("[data-term]:hover")) term.classList.add("closed");
    }
    const typing = event.target.closest?.("input, select, textarea, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const search = document.querySelector("[data-search]");
      if (search) {
        event.preventDefault();
        search.focus();
      }
    }
  });
  const reopen = (event) => {
    const term = event.target.closest?.("[data-term]");
    if (term && !term.contains(event.relatedTarget)) term.classList.remove("closed");
  };
  // A definition near the edge of the page opens towards its middle.
  const place = (event) => {
    const term = event.target.closest?.("[data-term]:not(.flip)");
    const tip = term?.querySelector(".tip").getBoundingClientRect();
    if (tip && (tip.left < 0 || tip.right > document.documentElement.clientWidth)) {
      term.classList.add("flip");
    }
  };
  document.addEventListener("mouseover", place);
  document.addEventListener("focusin", place);
  document.addEventListener("mouseout", reopen);
  document.addEventListener("focusout", reopen);
  // A passkey that fails says so on the page.
  document.addEventListener("allauth.error", (event) => {
    const problem = document.querySelector("[data-passkey-problem]");
    if (!problem) return;
    event.preventDefault();
    problem.hidden = false;
  });
  // A page that comes back with problems starts at their summary.
  document.querySelector("[data-focus]")?.focus();
})();
