// Forms of labelled fields. What a person is typing is not written over.

import { element, say } from "./dom.js";

let forms = 0;

// `fields`: name → { label, kind: "number" | "checkbox" | "text" | "select", options, value, ... }.
// `waits`: it cannot be sent before the server told what stands in it.
export function form(label, fields, words, submit, waits = true) {
  const prefix = `form-${++forms}`;
  const inputs = {};
  const parts = Object.entries(fields).flatMap(([name, field]) => {
    inputs[name] = input(`${prefix}-${name}`, field);
    return [element("label", { for: `${prefix}-${name}` }, field.label), inputs[name]];
  });
  const touched = new Set();
  const made = element("form", {
    className: "fields", "aria-label": label,
    oninput: (event) => touched.add(event.target),
    onsubmit: async (event) => {
      event.preventDefault();
      const values = {};
      for (const [name, field] of Object.entries(fields)) values[name] = read(inputs[name], field);
      try {
        say(await submit(values) ?? "Done.");
        touched.clear();
      } catch (error) {
        say(error.message, true);
      }
    },
  }, ...parts);
  const send = element("button", { className: "main", disabled: waits }, words);
  made.append(send);
  return {
    node: made,
    fill(values) {
      send.disabled = false;
      for (const [name, field] of Object.entries(fields)) {
        if (!(name in values) || touched.has(inputs[name])) continue;
        if (field.kind === "checkbox") inputs[name].checked = values[name];
        else inputs[name].value = values[name] ?? "";
      }
    },
    choices(name, texts) {
      inputs[name].replaceChildren(...texts.map((text) => element("option", {}, text)));
    },
  };
}

function input(id, { kind, options, value, min, max, step }) {
  if (kind === "select") {
    return element("select", { id }, ...(options ?? []).map((each) => element("option", {}, each)));
  }
  const made = element("input", { id, type: kind, min, max, step: kind === "number" ? step ?? "any" : undefined });
  if (kind === "checkbox") made.checked = Boolean(value);
  else if (value !== undefined) made.value = value;
  if (kind === "number") made.required = true;
  return made;
}

function read(node, { kind }) {
  if (kind === "checkbox") return node.checked;
  return kind === "number" ? Number(node.value) : node.value;
}
