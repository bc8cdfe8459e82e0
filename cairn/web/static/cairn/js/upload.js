// Sends a file in slices that fit the line, and goes on where it was cut. Without this script the
// form sends the file in one piece. The server says how much has arrived; nothing else is believed.
(() => {
  const form = document.querySelector("form[data-upload]");
  if (!form || !window.fetch || !File.prototype.slice) return;
  const [KB, MB] = [1024, 1024 * 1024];
  const [SMALLEST, LARGEST] = [16 * 1024, 4 * MB];
  const PACE = 4000; // a slice should take about so many milliseconds
  const input = form.querySelector('input[type="file"]');
  const button = form.querySelector("[data-send]");
  const sending = form.querySelector("[data-sending]");
  const bar = sending.querySelector("progress");
  const status = sending.querySelector("[data-status]");
  const words = form.querySelector("[data-words]").content;
  const language = document.documentElement.lang;
  const whole = new Intl.NumberFormat(language);
  const inUnits = (unit, digits) => {
    const writer = new Intl.NumberFormat(language, { style: "unit", unit, maximumFractionDigits: digits });
    return (bytes, size) => writer.format(bytes / size);
  };
  const [kilobytes, megabytes] = [inUnits("kilobyte", 0), inUnits("megabyte", 1)];
  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const say = (key, values = {}) =>
    words.querySelector(`[data-key="${key}"]`).textContent.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const tell = (key, values) => {
    const text = say(key, values);
    if (status.textContent !== text) status.textContent = text;
  };
  // In the unit in which the whole is not "0": a workbook is often smaller than a tenth of a megabyte.
  const sizes = (done, all) => {
    const [write, size] = all < MB ? [kilobytes, KB] : [megabytes, MB];
    const shown = all < MB ? Math.max(all, KB) : all;
    return { done: write(done, size), all: write(shown, size) };
  };

  class Final extends Error {} // trying again would not help

  const ask = async (url, options) => {
    const token = form.querySelector('[name="csrfmiddlewaretoken"]').value;
    const headers = { Accept: "application/json", "X-CSRFToken": token, ...options.headers };
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), 120000);
    try {
      const answer = await fetch(url, { ...options, headers, signal: stop.signal, credentials: "same-origin" });
      if (answer.status === 401 || answer.redirected) throw new Final(say("signed_out"));
      if (answer.status >= 500 && answer.status !== 507) throw new Error(String(answer.status));
      const told = await answer.json();
      if (!answer.ok && answer.status !== 409) throw new Final(told.message);
      return told;
    } finally {
      clearTimeout(late);
    }
  };

  // Tries until it works: a cut line is not the end of an upload.
  const insist = async (attempt, upload) => {
    for (let tries = 0; ; tries += 1) {
      try {
        return await attempt();
      } catch (problem) {
        if (problem instanceof Final) throw problem;
        const seconds = Math.min(30, 2 ** Math.min(tries, 5));
        tell("cut", { ...sizes(upload.received, upload.size), seconds: whole.format(seconds) });
        await Promise.race([
          wait(seconds * 1000),
          new Promise((resolve) => window.addEventListener("online", resolve, { once: true })),
        ]);
      }
    }
  };

  const send = async (file) => {
    const fields = new FormData(form);
    fields.delete(input.name);
    fields.set("name", file.name);
    fields.set("size", file.size);
    fields.set("mark", `${file.size}-${file.lastModified}`);
    let upload = { received: 0, size: file.size };
    upload = await insist(() => ask(form.dataset.upload, { method: "POST", body: fields }), upload);
    let slice = 64 * 1024;
    const show = () => {
      bar.value = upload.size ? (100 * upload.received) / upload.size : 100;
      tell("sent", sizes(upload.received, upload.size));
    };
    show();
    while (!upload.whole) {
      const known = upload;
      const begun = performance.now();
      const part = file.slice(known.received, known.received + slice);
      const range = `bytes ${known.received}-${known.received + part.size}/${file.size}`;
      let cut = false;
      upload = await insist(async () => {
        if (cut) return ask(known.url, { method: "GET" }); // how much of it came?
        cut = true;
        return ask(known.url, { method: "PUT", body: part, headers: { "Content-Range": range } });
      }, known);
      const took = Math.max(1, performance.now() - begun);
      slice = Math.round(Math.min(LARGEST, Math.max(SMALLEST, (slice * PACE) / took, slice / 4), 4 * slice));
      show();
    }
    window.location.assign(upload.next);
  };

  const refuse = (text) => {
    button.disabled = false;
    sending.hidden = false;
    bar.hidden = true;
    status.textContent = text;
  };

  // What is no spreadsheet is refused as soon as it is chosen, before anything is asked about it.
  const refusedType = () => {
    const name = input.files[0] ? input.files[0].name.toLowerCase() : "";
    return (form.dataset.refusedTypes || "").split(" ").some((type) => type && name.endsWith(type));
  };
  input.addEventListener("change", () => {
    const told = form.querySelector("[data-refused]");
    if (told) told.hidden = !refusedType();
    button.disabled = refusedType();
  });

  form.addEventListener("submit", (event) => {
    const file = input.files[0];
    event.preventDefault();
    if (!file) return refuse(say("none"));
    if (refusedType()) return undefined; // said beside the file already
    if (!file.size) return refuse(say("empty"));
    const most = Number(form.dataset.most);
    if (file.size > most * MB) {
      return refuse(say("large", { all: whole.format(Math.ceil(file.size / MB)), most: whole.format(most) }));
    }
    button.disabled = true;
    sending.hidden = bar.hidden = false;
    sending.querySelector("[data-name]").textContent = file.name;
    send(file).catch((problem) => refuse(problem.message));
  });

  const zone = form.querySelector("[data-drop-zone]");
  for (const kind of ["dragenter", "dragover"]) {
    zone.addEventListener(kind, (event) => {
      event.preventDefault();
      zone.classList.add("over");
    });
  }
  for (const kind of ["dragleave", "drop"]) zone.addEventListener(kind, () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change"));
  });
})();
