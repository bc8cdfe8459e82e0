// The form of one record as a file, as it is typed and also without a line; "Continue from a file"
// puts it into the form again, here or on another machine. Without this the form works as before.
(() => {
  const form = document.querySelector("form[data-record-form]");
  const offer = document.querySelector("[data-keep-record]");
  if (!form || !offer) return;
  offer.hidden = false;
  offer.querySelector("button").addEventListener("click", () => {
    const { kind, record, about, name } = form.dataset;
    const fields = [...new FormData(form)].filter(([key, value]) => typeof value === "string" && !/^(csrfmiddlewaretoken|once)$/.test(key));
    const content = {
      format: "cairn-filing-draft/1",
      ...JSON.parse(about),
      cells: [],
      details: {},
      details_were: {},
      record_form: { kind, record, fields },
    };
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(content)], { type: "application/json" }));
    link.download = `${name}.cairn.json`;
    link.click();
    URL.revokeObjectURL(link.href);
  });
})();
