// A form that survives a dead line: what is typed is kept on this device until it is saved, and is
// sent without leaving the page, so that a line that drops takes nothing away. What was kept is told,
// offered again, and goes when it is saved or when the person signs out. Without this the form works
// as before, and a page that was not reached sends what was written when it is loaded again.
(() => {
  const form = document.querySelector("form[data-typed]");
  if (!form || !window.fetch) return;
  const words = form.querySelector("[data-typed-words]").content;
  const say = (key, values = {}) =>
    words.querySelector(`[data-key="${key}"]`).textContent.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const TOKENS = /^(csrfmiddlewaretoken|once|revision|act)$/;
  const place = `cairn-form:${form.dataset.person}:${location.pathname.slice(3)}`;
  const now = () => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !TOKENS.test(name));
  const written = (fields) => JSON.stringify(fields.filter(([, value]) => value));

  // ---- the copy on this device
  const copy = () => {
    try {
      return JSON.parse(localStorage.getItem(place));
    } catch {
      return null;
    }
  };
  const keep = (fields) => {
    try {
      if (fields) localStorage.setItem(place, JSON.stringify({ at: Date.now(), fields }));
      else localStorage.removeItem(place);
    } catch {
      // a device that keeps nothing still sends everything
    }
  };
  const told = form.querySelector("[data-typed-kept]");
  const first = written(now());
  const remember = () => {
    const fields = now();
    const typed = written(fields) !== first || "answer" in form.dataset;
    keep(typed ? fields : null);
    told.hidden = !typed;
  };
  let timer = 0;
  for (const kind of ["input", "change"]) {
    form.addEventListener(kind, () => {
      clearTimeout(timer);
      timer = setTimeout(remember, 300);
    });
  }
  window.addEventListener("pagehide", () => {
    if (timer) remember();
  });

  // ---- sending
  const box = form.querySelector("[data-not-sent]");
  const status = form.querySelector("[data-typed-status]");
  const buttons = [...form.querySelectorAll("button[name=act]")];
  let last = null;
  const wait = (waiting) => {
    for (const one of buttons) one.toggleAttribute("aria-disabled", waiting);
    form.toggleAttribute("data-busy", waiting);
    status.textContent = waiting ? say("sending") : "";
  };
  const not_sent = () => {
    clearTimeout(timer);
    remember();
    box.hidden = false;
    box.scrollIntoView({ block: "nearest" });
    box.querySelector("button").focus();
  };
  const natively = (act) => {
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: "act", value: act });
    form.append(field);
    HTMLFormElement.prototype.submit.call(form);
  };
  form.addEventListener("submit", async (event) => {
    if ("busy" in form.dataset) return event.preventDefault();
    const act = event.submitter?.value || "save";
    clearTimeout(timer);
    remember();
    if (act.startsWith("leg_")) {
      last = event.submitter;
      if (!navigator.onLine) {
        event.preventDefault();
        not_sent();
      }
      return undefined;
    }
    event.preventDefault();
    last = event.submitter;
    box.hidden = true;
    wait(true);
    const body = new FormData(form);
    body.set("act", act);
    const line = new AbortController();
    const limit = setTimeout(() => line.abort(), 60000);
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
        credentials: "same-origin",
        signal: line.signal,
      });
      const found = answer.ok && /json/.test(answer.headers.get("Content-Type")) ? await answer.json() : {};
      if (answer.status >= 500) throw new Error("server");
      if (!found.go) return natively(act); // it says on its own page what is wrong
      timer = 0;
      keep(null);
      location.assign(found.go);
    } catch {
      wait(false);
      not_sent();
    } finally {
      clearTimeout(limit);
    }
    return undefined;
  });
  box.querySelector("button").addEventListener("click", () => form.requestSubmit(last));
  window.addEventListener("offline", () => (status.textContent = say("offline")));
  window.addEventListener("online", () => (status.textContent = ""));
  window.addEventListener("pageshow", () => wait(false));

  // ---- what was kept is offered again
  const fill = (fields) => {
    const held = new Map();
    for (const [name, value] of fields) held.set(name, [...(held.get(name) ?? []), value]);
    for (const field of form.elements) {
      if (!field.name || TOKENS.test(field.name) || field.type === "file") continue;
      const values = held.get(field.name) ?? [];
      if (/radio|checkbox/.test(field.type)) field.checked = values.includes(field.value);
      else if (field.multiple) for (const one of field.options) one.selected = values.includes(one.value);
      else field.value = values.shift() ?? "";
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  };
  const use = (fields) => {
    const names = new Set([...form.elements].map((one) => one.name));
    if (fields.every(([name, value]) => names.has(name) || !value)) return fill(fields);
    // More legs than the form shows: the server makes their fields, and saves nothing.
    const sent = Object.assign(document.createElement("form"), { method: "post", action: form.action, hidden: true });
    const tokens = ["csrfmiddlewaretoken", "once", "revision"].map((name) => [name, form.elements[name].value]);
    for (const [name, value] of [...tokens, ...fields, ["act", "leg_kept"]]) {
      sent.append(Object.assign(document.createElement("textarea"), { name, value }));
    }
    document.body.append(sent);
    sent.submit();
    return undefined;
  };
  const kept = copy();
  if ("answer" in form.dataset) remember();
  else if (kept && written(kept.fields) !== first) {
    const offered = document.querySelector("[data-unsent]");
    const day = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
    offered.querySelector("[data-unsent-words]").textContent = say("unsent", { day: day.format(new Date(kept.at)) });
    offered.hidden = false;
    offered.querySelector("[data-use]").addEventListener("click", () => {
      offered.hidden = true;
      use(kept.fields);
      remember();
    });
    offered.querySelector("[data-forget]").addEventListener("click", () => {
      offered.hidden = true;
      keep(null);
    });
  } else keep(null);
})();
