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
  // While a browser asks for a passkey it may take no click on the page, as long as nobody answers.
  // So it asks no longer than the page says, and no more once the person turns to something else.
  const passkey = document.querySelector("[data-passkey-problem]");
  let leftAlone = false;
  if (passkey && navigator.credentials) {
    for (const name of ["get", "create"]) {
      const ask = navigator.credentials[name].bind(navigator.credentials);
      navigator.credentials[name] = async (options) => {
        const ended = new AbortController();
        const seconds = Number(passkey.dataset.passkeyProblem);
        const limit = setTimeout(() => ended.abort(), seconds * 1000);
        const turned = (event) => {
          if (!event.target.closest?.("input, select, textarea, a")) return;
          leftAlone = true;
          ended.abort();
        };
        leftAlone = false;
        passkey.hidden = true;
        document.addEventListener("focusin", turned);
        try {
          return await ask({ ...options, signal: ended.signal });
        } finally {
          clearTimeout(limit);
          document.removeEventListener("focusin", turned);
        }
      };
    }
  }
  // A passkey that fails says so on the page; one that was left alone did not fail.
  document.addEventListener("allauth.error", (event) => {
    if (!passkey) return;
    event.preventDefault();
    passkey.hidden = leftAlone;
  });
  // Whoever signs out leaves nothing that was typed on the device.
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-leave]")) return;
    try {
      const held = Object.keys(localStorage).filter((key) => /^cairn-(form|filing):/.test(key));
      for (const key of held) localStorage.removeItem(key);
    } catch {
      // nothing was kept
    }
  });
  // A page that comes back with problems starts at their summary.
  document.querySelector("[data-focus]")?.focus();
})();
