"use strict";
(() => {
  const PAGE = 50;
  const at = (id) => document.getElementById(id);
  const rejects = JSON.parse(at("data").textContent);
  if (!rejects.length) return;
  const choices = ["rule", "severity", "state", "org"];
  let found = rejects, page = 0;

  // Data becomes text only, never markup.
  const make = (name, text, kind) => {
    const node = document.createElement(name);
    if (text !== undefined) node.textContent = text;
    if (kind) node.className = kind;
    return node;
  };
  const chip = (text, tone) => make("span", text, "ab-chip" + (tone ? " ab-" + tone : ""));

  const values = {
    rule: (r) => r.findings.map((f) => f.rule),
    severity: (r) => r.findings.map((f) => f.severity),
    state: (r) => [r.state],
    org: (r) => [r.org],
  };

  // What a reject is searched by; made when the first text is looked for.
  const words = (r) => r.words ??= [
    r.id, r.state, r.org, r.kind, r.legacy, r.input, r.raw,
    ...r.findings.flatMap((f) => [f.rule, f.pointer, f.message, f.value, f.expected]),
  ].join("\n").toLowerCase();

  const fill = (name) => {
    const counts = new Map();
    for (const r of rejects)
      for (const v of new Set(values[name](r))) counts.set(v, (counts.get(v) ?? 0) + 1);
    for (const [value, count] of [...counts].sort((a, b) => (a[0] < b[0] ? -1 : 1))) {
      const option = make("option", `${value || "none"} (${count.toLocaleString("en")})`);
      option.value = "=" + value;  // an empty word is one too
      at(name).append(option);
    }
  };

  const passes = (r, wanted, text) =>
    choices.every((n) => !wanted[n] || values[n](r).includes(wanted[n].slice(1))) &&
    // One finding has to be of both.
    (!wanted.rule || !wanted.severity || r.findings.some((f) =>
      f.rule === wanted.rule.slice(1) && f.severity === wanted.severity.slice(1))) &&
    (!text || words(r).includes(text));

  const finding = (f) => {
    const row = make("li");
    row.append(make("span", f.rule), make("span"), make("span"));
    row.children[1].append(chip(f.severity, f.severity));
    const told = row.children[2];
    if (f.pointer) told.append(make("code", f.pointer), " ");
    if (f.value) told.append(make("code", f.value), " ");
    told.append(make("span", f.message));
    if (f.expected) told.append(make("span", `; expected ${f.expected}`, "ab-muted"));
    return row;
  };

  const article = (r) => {
    const node = make("article"), head = make("header"), list = make("ul");
    node.dataset.id = r.id;
    head.append(make("b", [r.org, r.kind, r.legacy].filter(Boolean).join(" ") || "unreadable"));
    head.append(chip(r.state, r.state === "open" ? "warning" : r.state === "replayed" ? "good" : ""));
    const attempt = r.attempt > 1 ? `, attempt ${r.attempt}` : "";
    const replayed = r.replayed ? `, replayed in run ${r.replayed}` : "";
    head.append(make("span", `reject ${r.id}, line ${r.line.toLocaleString("en")} of ${r.input}` +
      attempt + replayed, "ab-muted"));
    list.append(...r.findings.map(finding));
    const raw = make("details");
    raw.append(make("summary", "line as it came"), make("pre", r.raw));
    if (r.cut) raw.append(make("p", `Its beginning; in all ${r.cut.toLocaleString("en")} bytes. ` +
      `Whole: abonado rejects show STORE --id ${r.id} --raw`, "ab-muted"));
    node.append(head, list, raw);
    return node;
  };

  const show = () => {
    const pages = Math.max(1, Math.ceil(found.length / PAGE));
    page = Math.min(Math.max(page, 0), pages - 1);
    at("rejects").replaceChildren(...found.slice(page * PAGE, (page + 1) * PAGE).map(article));
    at("count").textContent =
      `${found.length.toLocaleString("en")} of ${rejects.length.toLocaleString("en")} rejects`;
    at("page").textContent = `page ${page + 1} of ${pages}`;
    at("previous").disabled = page === 0;
    at("next").disabled = page === pages - 1;
  };

  const filter = () => {
    const wanted = Object.fromEntries(choices.map((n) => [n, at(n).value]));
    const text = at("text").value.trim().toLowerCase();
    found = rejects.filter((r) => passes(r, wanted, text));
    page = 0;
    show();
  };

  const turn = (step) => {
    page += step;
    show();
    at("filters").scrollIntoView();
  };

  choices.forEach(fill);
  for (const name of choices) at(name).addEventListener("change", filter);
  at("text").addEventListener("input", filter);
  at("filters").addEventListener("submit", (event) => event.preventDefault());
  at("filters").addEventListener("reset", () => setTimeout(filter));
  at("previous").addEventListener("click", () => turn(-1));
  at("next").addEventListener("click", () => turn(1));
  const broken = new Set(rejects.flatMap(values.rule));
  for (const button of document.querySelectorAll("[data-rule]")) {
    button.disabled = !broken.has(button.dataset.rule);  // warnings alone reject nothing
    button.addEventListener("click", () => {
      at("rule").value = "=" + button.dataset.rule;
      filter();
      at("filters").scrollIntoView({ behavior: "smooth" });
    });
  }
  show();
})();
