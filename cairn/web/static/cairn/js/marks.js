// The points and bars of a chart say their `aria-label` when the pointer or the keyboard is on them.
// One list of marks is one stop of the Tab key; the arrow keys walk along it.
(() => {
  const MARK = "[data-marks] [aria-label]";
  let tip;

  const show = (mark) => {
    tip ??= document.body.appendChild(
      Object.assign(document.createElement("div"), { id: "mark-tip", className: "tip" }),
    );
    tip.setAttribute("aria-hidden", "true"); // the label itself is what a screen reader reads
    tip.textContent = mark.getAttribute("aria-label");
    tip.hidden = false;
    const at = mark.getBoundingClientRect();
    const room = document.documentElement.clientWidth - tip.offsetWidth - 8;
    const middle = at.left + at.width / 2 - tip.offsetWidth / 2;
    const above = at.top - tip.offsetHeight - 8;
    tip.style.left = `${Math.max(8, Math.min(room, middle))}px`;
    tip.style.top = `${above > 8 ? above : at.bottom + 8}px`;
  };
  const hide = () => {
    if (tip) tip.hidden = true;
  };
  const mark = (event) => event.target.closest?.(MARK);

  const prepare = (root) => {
    for (const list of root.querySelectorAll("[data-marks]")) {
      [...list.querySelectorAll("[aria-label]")].forEach((one, at) => {
        one.setAttribute("tabindex", at ? "-1" : "0");
      });
    }
  };
  document.addEventListener("pointerover", (event) => (mark(event) ? show(mark(event)) : hide()));
  document.addEventListener("focusin", (event) => (mark(event) ? show(mark(event)) : hide()));
  document.addEventListener("scroll", hide, { passive: true, capture: true });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
    const here = mark(event);
    if (!here) return;
    const marks = [...here.closest("[data-marks]").querySelectorAll("[aria-label]")];
    const last = marks.length - 1;
    const left = (one) => one.getBoundingClientRect().left;
    const toTheRight = left(marks[last]) >= left(marks[0]); // a chart may run either way
    const [forward, back] = toTheRight ? ["ArrowRight", "ArrowLeft"] : ["ArrowLeft", "ArrowRight"];
    const at = marks.indexOf(here);
    const next = { [forward]: at + 1, [back]: at - 1, Home: 0, End: last }[event.key];
    if (next === undefined || next < 0 || next > last) return;
    event.preventDefault();
    here.setAttribute("tabindex", "-1");
    marks[next].setAttribute("tabindex", "0");
    marks[next].focus();
  });
  prepare(document);
  document.addEventListener("htmx:load", (event) => prepare(event.target));
})();
