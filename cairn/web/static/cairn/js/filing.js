// The form of a filing, smoother: saves lines as they are written, keeps what could not be sent in
// this browser and offers it again, adds lines, takes pasted tables. Every form works without it.
(() => {
  const root = document.querySelector("[data-filing]");
  const form = root?.querySelector("form[data-autosave]");
  if (!root || !window.fetch) return;
  const words = root.querySelector("[data-words]").content;
  const status = root.querySelector("[data-status]");
  const number = new Intl.NumberFormat(document.documentElement.lang);
  const say = (key, values = {}) =>
    words.querySelector(`[data-key="${key}"]`).textContent.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const tell = (text) => {
    if (status.textContent !== text) status.textContent = text;
  };
  const digits = (text) => text.replace(/[٠-٩۰-۹]/g, (sign) => String(sign.charCodeAt(0) & 15));
  const value = (text) => {
    const bare = digits(text.trim()).replace(/[\s.,'’٬]/g, "");
    return /^\d+$/.test(bare) ? Number(bare) : null;
  };

  // ---- lines: what each is of, what is written in it
  const part = (line, letter) => line.querySelector(`[name^="${letter}-"]`);
  const dims = (line) => [...line.querySelectorAll('[name^="d-"]')];
  const shown = (field) => (field.tagName === "SELECT" ? field.selectedOptions[0].text : field.value);
  const label = (line) => {
    const asked = line.querySelector("div.of");
    if (!asked) return line.querySelector(".of").textContent.trim();
    return dims(line).map((field) => (field.value ? shown(field) : "")).join(" · ");
  };
  const written = (line) => ({
    m: part(line, "m")?.value,
    cut: line.closest("[data-cut]")?.dataset.cut || "",
    label: label(line),
    d: Object.fromEntries(dims(line).map((field) => [field.name.split("-")[2], field.value])),
    n: part(line, "n").value,
    r: part(line, "r").value,
    w: part(line, "w").value,
  });

  // ---- the copy in this browser
  const mine = `cairn-filing:${root.dataset.person}:${root.dataset.filing}:`;
  const place = mine + location.pathname.slice(3);
  const copy = () => {
    try {
      return JSON.parse(localStorage.getItem(place)) || { lines: [], details: {} };
    } catch {
      return { lines: [], details: {} };
    }
  };
  const keep = (kept) => {
    try {
      const empty = !kept.lines.length && !Object.keys(kept.details).length;
      if (empty) localStorage.removeItem(place);
      else localStorage.setItem(place, JSON.stringify({ ...kept, at: Date.now(), revision: root.dataset.revision }));
    } catch {
      // a browser that keeps nothing still sends everything
    }
  };
  const same = (one, other) => one.m === other.m && one.cut === other.cut && one.label === other.label;

  // What a button sent has arrived if this page answers it and the filing has moved on since.
  const arrived = () => {
    if (!document.referrer || root.querySelector(".is-problem, .cell-line.wrong")) return;
    const before = mine + new URL(document.referrer).pathname.slice(3);
    try {
      const kept = JSON.parse(localStorage.getItem(before));
      if (kept?.sent && Number(root.dataset.revision) > Number(kept.revision)) localStorage.removeItem(before);
    } catch {
      // nothing was kept
    }
  };
  arrived();
  if (!form) return;
  const changed = new Set(); // lines and details that the server has not got
  const detail = (target) => target.name && !target.closest("[data-line]") && form.querySelector(`[name="was.${CSS.escape(target.name)}"]`);
  const detailValue = (name) => {
    const fields = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
    const ticked = fields.filter((field) => !/radio|checkbox/.test(field.type) || field.checked);
    return ticked.map((field) => field.value);
  };
  const remember = () => {
    const lines = [], details = {};
    for (const one of changed) {
      if (typeof one === "string") details[one] = detailValue(one);
      else lines.push(written(one));
    }
    keep({ lines, details });
  };

  // ---- the word "saved" beside what was saved; it is heard from the line of the status
  const place_of = (one) => (typeof one === "string" ? form.querySelector(`[name="${CSS.escape(one)}"]`)?.closest(".field, fieldset, li") : one);
  const mark = (one, saved) => {
    const at = place_of(one);
    if (!at) return;
    if (saved) at.dataset.kept = say("saved");
    else delete at.dataset.kept;
  };

  // ---- saving
  let timer = 0, busy = false, tries = 0;
  const later = (ms) => {
    clearTimeout(timer);
    timer = setTimeout(send, ms);
  };
  const ready = (one) => typeof one === "string" || (!one.dataset.two && dims(one).every((field) => field.value));
  const fieldsOf = (sent) => {
    const body = new FormData();
    for (const name of ["csrfmiddlewaretoken", "once", "measure"]) {
      const field = form.querySelector(`[name="${name}"]`);
      if (field) body.set(name, field.value);
    }
    for (const one of sent) {
      if (typeof one === "string") {
        for (const each of detailValue(one)) body.append(one, each);
        body.set(`was.${one}`, form.querySelector(`[name="was.${CSS.escape(one)}"]`).value);
      } else {
        for (const field of one.querySelectorAll("input, select")) if (field.type !== "radio") body.set(field.name, field.value);
      }
    }
    return body;
  };
  const problem = (line, text) => {
    const told = line.querySelector("[data-told]");
    line.classList.toggle("wrong", Boolean(text));
    told.textContent = "";
    if (text) told.append(Object.assign(document.createElement("p"), { className: "errors", textContent: text }));
  };
  const two = (line, about) => {
    problem(line, say("two", { mine: part(line, "n").value || part(line, "r").selectedOptions[0].text, theirs: about.theirs }));
    part(line, "w").value = about.was;
    line.dataset.two = "1";
    const row = Object.assign(document.createElement("p"), { className: "row" });
    for (const choice of ["mine", "theirs"]) {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "button second small", textContent: say(choice) });
      button.addEventListener("click", () => {
        delete line.dataset.two;
        if (choice === "theirs") {
          part(line, "n").value = about.was.startsWith("!") ? "" : about.was;
          part(line, "r").value = about.was.startsWith("!") ? about.was.slice(1) : "";
        }
        problem(line, "");
        changed.add(line);
        later(0);
        sums();
      });
      row.append(button);
    }
    line.querySelector("[data-told]").append(row);
  };
  const answered = (told, sent, before) => {
    for (const one of sent) {
      if (typeof one === "string") {
        if (told.details.includes(one)) tell(say("detail"));
        else if (told.digests[one]) form.querySelector(`[name="was.${CSS.escape(one)}"]`).value = told.digests[one];
        if (before.get(one) === JSON.stringify(detailValue(one))) changed.delete(one);
        continue;
      }
      const about = told.lines[one.dataset.line] || { was: "" };
      if (about.theirs !== undefined) two(one, about);
      else problem(one, about.problem || "");
      if (about.was !== undefined && about.theirs === undefined) {
        part(one, "w").value = about.was;
        if (part(one, "k")) part(one, "k").value = about.was ? about.key || "" : "";
        if (before.get(one) === JSON.stringify({ ...written(one), w: "" })) changed.delete(one);
      }
    }
    if (told.revision) root.dataset.revision = told.revision;
  };
  async function send() {
    const sent = [...changed].filter(ready);
    if (busy || !sent.length) return;
    busy = true;
    const before = new Map(sent.map((one) => [one, JSON.stringify(typeof one === "string" ? detailValue(one) : { ...written(one), w: "" })]));
    tell(say("saving"));
    try {
      const answer = await fetch(form.action || location.href, {
        method: "POST",
        body: fieldsOf(sent),
        headers: { Accept: "application/json" },
        credentials: "same-origin",
      });
      if (answer.status === 401 || answer.status === 403 || answer.redirected) throw new Error("out");
      const told = await answer.json();
      if (told.lines) {
        answered(told, sent, before);
        for (const one of sent) mark(one, !changed.has(one));
        tell(told.problems.length ? `${told.message} ${told.problems.join(" ")}` : told.message);
      } else tell(told.message);
      tries = 0;
      if (answer.status === 507) later(30000); // the disk is full: until there is room again
      if ([...changed].some((one) => ready(one) && !before.has(one))) later(300);
    } catch (wrong) {
      if (wrong.message === "out") tell(say("signed_out"));
      else {
        tell(say("offline"));
        tries += 1;
        later(Math.min(60000, 2000 * 2 ** tries));
      }
    }
    busy = false;
    remember();
  }
  window.addEventListener("online", () => later(0));
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    remember();
    const kept = copy();
    if (kept.lines.length || Object.keys(kept.details).length) keep({ ...kept, sent: true });
  });

  // ---- running sums
  const sums = () => {
    const whole = form.querySelector("[data-total] [name^='n-']");
    const total = whole ? value(whole.value) : null;
    for (const cut of form.querySelectorAll("[data-cut]")) {
      const lines = [...cut.querySelectorAll("ul.cells [name^='n-']")];
      const sum = lines.reduce((so_far, field) => so_far + (value(field.value) || 0), Number(cut.dataset.rest));
      const key = total === null ? "sum" : total === sum ? "equal" : "differ";
      const place = cut.querySelector("[data-sum]");
      place.textContent = say(key, { sum: number.format(sum), total: number.format(total || 0) });
      place.classList.toggle("differs", key === "differ");
    }
  };
  form.addEventListener("input", (event) => {
    const line = event.target.closest("[data-line]");
    if (line) {
      mark(line, false);
      if (event.target.name.startsWith("n-") && event.target.value) part(line, "r").value = "";
      if (event.target.name.startsWith("r-") && event.target.value) part(line, "n").value = "";
      changed.add(line);
      sums();
    } else if (detail(event.target)) {
      mark(event.target.name, false);
      changed.add(event.target.name);
    } else return;
    remember();
    later(1500);
  });

  // ---- lines that are added
  let next = 1 + Math.max(0, ...[...form.querySelectorAll("[data-line]")].map((line) => Number(line.dataset.line)));
  const add = (cut) => {
    const list = cut.querySelector("ul.cells");
    const made = document.createElement("template");
    const pattern = cut.querySelector("template[data-fresh]").innerHTML;
    made.innerHTML = pattern.replace(/([nrwkdme])-0(?=["-])/g, `$1-${next}`).replace('data-line="0"', `data-line="${next}"`);
    next += 1;
    const line = made.content.querySelector("[data-line]");
    list.append(line);
    return line;
  };
  form.addEventListener("click", (event) => {
    const take = event.target.closest("[data-take]");
    const more = event.target.closest("[data-add]");
    if (take) {
      event.preventDefault();
      const field = part(take.closest("[data-line]"), "n");
      field.value = take.dataset.take;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    } else if (more) {
      event.preventDefault();
      dims(add(more.closest("[data-cut]")))[0].focus();
    }
  });

  // ---- a table from a spreadsheet
  form.addEventListener("paste", async (event) => {
    const text = event.clipboardData.getData("text");
    const target = document.querySelector("form[data-paste]");
    if (!target || event.target.tagName === "TEXTAREA" || !/[\t\n]./.test(text.trim())) return;
    event.preventDefault();
    clearTimeout(timer);
    await send();
    target.querySelector("textarea").value = text;
    target.submit();
  });

  // ---- what was not sent is offered again
  const find = (one) => [...form.querySelectorAll("[data-line]")].find((line) => same(written(line), one));
  const stands = (one) => {
    const line = find(one);
    return line && value(part(line, "n").value) === value(one.n) && part(line, "r").value === one.r;
  };
  const use = (kept) => {
    for (const one of kept.lines) {
      const cut = one.cut && form.querySelector(`[data-cut="${CSS.escape(one.cut)}"]`);
      const line = find(one) || (cut && add(cut));
      if (!line) continue;
      for (const field of dims(line)) if (field.type !== "hidden") field.value = one.d[field.name.split("-")[2]] ?? "";
      part(line, "n").value = one.n;
      part(line, "r").value = one.r;
      part(line, "w").value = one.w;
      changed.add(line);
    }
    for (const [name, values] of Object.entries(kept.details)) {
      for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (/radio|checkbox/.test(field.type)) field.checked = values.includes(field.value);
        else field.value = values[0] ?? "";
      }
      changed.add(name);
    }
    sums();
    later(0);
  };
  const offer = () => {
    const kept = copy();
    kept.lines = kept.lines.filter((one) => !stands(one));
    for (const [name, values] of Object.entries(kept.details)) {
      if (JSON.stringify(values) === JSON.stringify(detailValue(name))) delete kept.details[name];
    }
    if (!kept.lines.length && !Object.keys(kept.details).length) return keep(kept);
    const box = root.querySelector("[data-unsent]");
    const day = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
    box.querySelector("[data-unsent-words]").textContent = say("unsent", { day: day.format(new Date(kept.at)) });
    box.hidden = false;
    box.querySelector("[data-use]").addEventListener("click", () => {
      box.hidden = true;
      use(kept);
    });
    box.querySelector("[data-forget]").addEventListener("click", () => {
      box.hidden = true;
      keep({ lines: [], details: {} });
    });
  };
  offer();
  sums();

  // ---- the form as a file, also without a line
  const typed = () => {
    const details = {}, digests = {};
    for (const name of changed) {
      if (typeof name !== "string") continue;
      const fields = form.querySelectorAll(`[name="${CSS.escape(name)}"]`);
      const many = fields[0]?.type === "checkbox" && fields.length > 1;
      const value = many ? detailValue(name) : (detailValue(name)[0] ?? "");
      const [whole, ...item] = name.split(".");
      if (item.length) (details[whole] ??= {})[item.join(".")] = value;
      else details[name] = value;
      digests[name] = form.querySelector(`[name="was.${CSS.escape(name)}"]`).value;
    }
    return { details, details_were: {}, details_digests: digests };
  };
  root.querySelector("[data-keep]")?.addEventListener("click", (event) => {
    if (!changed.size && navigator.onLine) return;
    event.preventDefault();
    const cells = [...form.querySelectorAll("[data-line]")].map((line) => {
      const one = written(line);
      return { measure: one.m, of: one.d, is: one.r ? `!${one.r}` : digits(one.n.trim()), was: one.w };
    });
    const about = {
      format: "cairn-filing-draft/1",
      ...JSON.parse(root.dataset.about),
      cells: cells.filter((cell) => cell.is || cell.was),
      ...typed(),
    };
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(about)], { type: "application/json" }));
    link.download = `${root.dataset.filing}.cairn.json`;
    link.click();
    URL.revokeObjectURL(link.href);
    tell(say("file"));
  });
})();
