// Choosing on the sheet: a click or the arrow keys take a cell into the form below it, and say why
// it is understood as it is. Without this script the links in the sheet do the same.
(() => {
  const table = document.querySelector("table[data-sheet]");
  const at = document.getElementById("at");
  const scope = document.getElementById("scope");
  const what = document.getElementById("what");
  const why = document.querySelector("[data-why-of]");
  if (!table || !at) return;
  table.dataset.live = "";
  let chosen = null;

  const choose = (cell, focus) => {
    if (!cell) return;
    if (chosen) {
      chosen.classList.remove("at");
      chosen.tabIndex = -1;
    }
    chosen = cell;
    cell.classList.add("at");
    cell.tabIndex = 0;
    at.value = cell.dataset.at;
    at.closest("details").open = true;
    if (/^\d+$/.test(at.value)) scope.value = "row";
    else if (/^[A-Z]+$/.test(at.value)) scope.value = "column";
    else if (["row", "column"].includes(scope.value)) scope.value = "cell";
    if (what && cell.matches("td.k-problem")) what.value = "number"; // what cannot be read is written
    const words = cell.querySelector("small");
    why.textContent = [cell.dataset.at, words ? words.textContent : "", cell.dataset.why || ""].filter(Boolean).join(" · ");
    if (focus) cell.focus();
  };

  const cells = [...table.querySelectorAll("[data-at]")];
  cells.forEach((cell) => {
    cell.tabIndex = -1;
    cell.querySelectorAll("a").forEach((link) => { link.tabIndex = -1; });
  });
  const first = cells.find((cell) => cell.classList.contains("at")) || table.querySelector("tbody [data-at]");
  if (first) first.tabIndex = 0;
  if (first && first.classList.contains("at")) choose(first, false);

  // The window opens where numbers are: the first of them beside its labels and below its headings.
  const region = table.parentElement;
  const show = (cell) => {
    const [inner, outer] = [cell.getBoundingClientRect(), region.getBoundingClientRect()];
    const fixed = [...cell.parentElement.children].filter((one) => getComputedStyle(one).position === "sticky" && one !== cell);
    const beside = fixed.reduce((sum, one) => sum + one.getBoundingClientRect().width, 0);
    const heads = 4 * table.tHead.offsetHeight; // two or three rows of headings stay above it
    const rtl = table.dir === "rtl";
    const hidden = rtl ? inner.left < outer.left || inner.right > outer.right - beside + 1 : inner.right > outer.right || inner.left < outer.left + beside - 1;
    const left = rtl ? inner.right - (outer.right - beside) : inner.left - outer.left - beside;
    const top = inner.bottom > outer.bottom ? inner.top - outer.top - heads : 0;
    region.scrollBy({ left: hidden ? left : 0, top });
  };
  // From a question to its cell, and with the browser's "back" to the question again.
  document.querySelectorAll(".excerpt + p a").forEach((link) => {
    link.addEventListener("click", (event) => {
      const cell = document.getElementById(`at-${link.querySelector("bdi").textContent}`);
      if (!cell) return;
      event.preventDefault(); // another page would lose what was chosen on this one
      location.hash = cell.id;
      show(cell);
      cell.focus({ preventScroll: true });
    });
  });

  const number = table.querySelector("td.k-data");
  if (number && !(first && first.classList.contains("at"))) show(number);

  table.addEventListener("click", (event) => {
    const cell = event.target.closest("[data-at]");
    if (!cell || event.target.closest('a[href^="#"]')) return; // that leads to its question
    event.preventDefault();
    choose(cell, true);
  });

  const beside = (cell, down, across) => {
    const row = down ? cell.parentElement[down > 0 ? "nextElementSibling" : "previousElementSibling"] : cell.parentElement;
    if (across) return across > 0 ? cell.nextElementSibling : cell.previousElementSibling;
    if (!row) return null;
    const box = cell.getBoundingClientRect();
    const middle = box.left + box.width / 2;
    return [...row.children].find((one) => {
      const other = one.getBoundingClientRect();
      return other.left <= middle && middle < other.right;
    });
  };
  table.addEventListener("keydown", (event) => {
    const cell = event.target.closest("[data-at]");
    const turned = table.dir === "rtl" ? -1 : 1;
    const moves = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, turned], ArrowLeft: [0, -turned] };
    if (!cell) return;
    if (moves[event.key]) {
      event.preventDefault();
      const next = beside(cell, ...moves[event.key]);
      if (next && next.dataset.at) choose(next, true);
    } else if (event.key === "Enter") {
      event.preventDefault();
      choose(cell, false);
      scope.focus();
    }
  });
})();
