// A swap of htmx that renews a part of the page and keeps its fields: an answer brings new counts,
// new choices and new problems, and never takes back what a person ticked, chose or typed after it
// was asked for, nor moves what is under the pointer. Elements that stand on both sides stay the very same, so that the focus, an opened
// list and a press of the mouse that has begun outlive the answer.
(() => {
  const FIELD = "input, select, textarea";

  // By what an element is known on both sides: its place alone would take one choice for another.
  const name = (node) => {
    const called = (one) => node.getAttribute?.(one) ?? "";
    const own = node.matches?.("input[type=checkbox], input[type=radio], input[type=hidden], option");
    const parts = [called("id"), called("data-kept"), called("name"), own ? called("value") : ""];
    return [node.nodeName, ...parts].join(" ");
  };

  const attributes = (here, there) => {
    for (const one of [...here.attributes]) {
      if (!there.hasAttribute(one.name)) here.removeAttribute(one.name);
    }
    for (const one of there.attributes) {
      if (here.getAttribute(one.name) !== one.value) here.setAttribute(one.name, one.value);
    }
  };

  const renew = (here, there) => {
    if (here.nodeType !== Node.ELEMENT_NODE) {
      if (here.nodeValue !== there.nodeValue) here.nodeValue = there.nodeValue;
      return;
    }
    const field = here.matches(FIELD);
    const { checked, value } = here;
    attributes(here, there);
    children(here, there);
    if (!field) return;
    // A choice that is gone from its list cannot be kept; nor may none at all be shown.
    if (here.matches("select")) {
      if (here.value !== value) here.value = value;
      if (here.selectedIndex < 0) here.value = there.value;
    } else if (here.type === "checkbox" || here.type === "radio") {
      if (here.checked !== checked) here.checked = checked;
    } else if (here.type !== "hidden") {
      // What was read of a text is written as the page writes it, once the person has left it.
      const left = document.activeElement !== here;
      const wished = left ? there.value : value;
      if (here.value !== wished) here.value = wished;
    }
  };

  // Groups of fields and their choices keep their places while a person still ticks: what an answer
  // has no more leaves its place empty, what it has anew comes behind.
  const KEPT = ":scope > [data-kept]";
  const called = (node) => node.dataset.kept.split(" ")[0];
  const retire = (gone) => {
    const used = [...gone.querySelectorAll(FIELD)].some(
      (one) => one.checked || one === document.activeElement || (one.matches("select") && one.value),
    );
    if (gone.matches(".choice")) gone.querySelector(".soft")?.replaceChildren();
    else if (!used) gone.toggleAttribute("data-absent", true);
  };
  const inPlace = (here, there) => {
    const left = new Set(there.querySelectorAll(KEPT));
    const take = (fits) => {
      const found = [...left].find(fits);
      left.delete(found);
      return found;
    };
    for (const one of [...here.querySelectorAll(KEPT)]) {
      const same = take((other) => name(other) === name(one));
      if (same) renew(one, same);
      else {
        const other = one.matches(".choice") ? null : take((each) => called(each) === called(one));
        if (other) one.replaceWith(other);
        else retire(one);
      }
    }
    here.append(...left);
  };

  const children = (here, there) => {
    if (here.querySelector(KEPT)) {
      inPlace(here, there);
      return;
    }
    const old = new Map();
    for (const one of here.childNodes) {
      const same = name(one);
      old.set(same, [...(old.get(same) ?? []), one]);
    }
    const wanted = [...there.childNodes].map((one) => {
      const found = old.get(name(one))?.shift();
      if (found) renew(found, one);
      return found ?? one;
    });
    for (const rest of old.values()) for (const one of rest) one.remove();
    // Only what stands elsewhere is moved, for an element that is moved loses the focus.
    let place = here.firstChild;
    for (const one of wanted) {
      if (one === place) place = place.nextSibling;
      else here.insertBefore(one, place);
    }
  };

  htmx.defineExtension("kept", {
    isInlineSwap: (style) => style === "kept",
    handleSwap: (style, target, fragment) => {
      if (style !== "kept") return false;
      renew(target, fragment.firstElementChild);
      return [target];
    },
  });
})();
