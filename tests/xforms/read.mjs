// Loads XForms in ODK's web-forms engine and tells what stands where after the steps of a person.
//
// stdin: one JSON object a line: {"xml", "media": {"fruits.csv": "text"}, "walks": [[step, …], …]}
//   step: {"set": "/data/a", "value": "x" | ["x", "y"]} | {"add": "/data/people", "at": 0}
//     | {"remove": "/data/people[2]"} | {"rows": "/data/people", "count": 0}
// stdout: a line {"error": null | "text"} when the form has loaded or has not; then for each walk a line
//   {"error": null | "text", "steps": ["" | "why a step failed", …], "nodes": {"/data/a": {"type", "relevant",
//   "required", "readonly", "value", "violation", "options", "words": {language: {"label", "hint", "message",
//   "options"}}}}}
import { createInterface } from "node:readline";
import { JSDOM } from "jsdom";

const { window } = new JSDOM("<!doctype html>");
for (const name of ["window", "document", "DOMParser", "XMLSerializer", "Node", "Element", "Document", "Attr",
  "Text", "CDATASection", "Comment", "ProcessingInstruction", "XMLDocument", "XPathResult", "NodeFilter",
  "DocumentFragment", "File", "FormData", "HTMLElement"]) {
  globalThis[name] ??= name === "window" ? window : window[name];
}
// The engine is built for browsers: in Node its WebAssembly loader looks for files that are not there.
const { node: _node, ...versions } = process.versions;
Object.defineProperty(process, "versions", { value: versions });
globalThis.self ??= globalThis;
// What the engine has to say goes nowhere: stdout is for answers.
for (const said of ["log", "info", "warn", "error", "debug"]) console[said] = () => {};
const { loadForm } = await import("@getodk/xforms-engine");

function attachment(media) {
  return async (url) => {
    const text = media?.[String(url).split("/").at(-1)];
    if (text === undefined) return new Response("", { status: 404 });
    return new Response(text, { status: 200, headers: { "Content-Type": "text/csv" } });
  };
}

function* walk(node) {
  yield node;
  for (const child of node.currentState.children ?? []) yield* walk(child);
}

function find(root, reference) {
  for (const node of walk(root)) {
    if (node.currentState.reference === reference) return node;
  }
  throw new Error(`no node at ${reference}`);
}

function hold(range, count) {
  const now = range.currentState.children.length;
  if (now > count) range.removeInstances(count, now - count);
  else if (now < count) range.addInstances(now - 1, count - now);
}

function act(root, step) {
  if (step.set !== undefined) {
    const node = find(root, step.set);
    if (node.nodeType === "select") node.selectValues([step.value ?? []].flat().filter((it) => it !== ""));
    else if (node.nodeType === "rank") node.setValues([step.value].flat());
    else if (node.nodeType === "trigger") node.setValue(step.value === "OK");
    else node.setValue(step.value);
  } else if (step.add !== undefined) {
    find(root, step.add).addInstances(step.at - 1);
  } else if (step.rows !== undefined) {
    hold(find(root, step.rows), step.count);
  } else {
    const [, range, place] = /^(.*)\[(\d+)\]$/.exec(step.remove);
    find(root, range).removeInstances(Number(place) - 1);
  }
}

function told(node) {
  const state = node.currentState;
  const value = "instanceValue" in state ? state.instanceValue : undefined;
  return {
    type: node.nodeType,
    relevant: state.relevant,
    required: state.required,
    readonly: state.readonly,
    value: value === undefined ? undefined : String(value),
    options: state.valueOptions?.map((it) => it.value),
    violation: node.validationState.violation?.condition ?? "",
    rows: node.nodeType.startsWith("repeat-range") ? state.children.length : undefined,
    words: {},
  };
}

function words(node) {
  const state = node.currentState;
  return {
    label: state.label?.asString ?? "",
    hint: state.hint?.asString ?? "",
    message: node.validationState.violation?.message?.asString ?? "",
    options: state.valueOptions?.map((it) => it.label?.asString ?? ""),
  };
}

function walked(form, steps) {
  const failed = [];
  try {
    const { root } = form.createInstance();
    for (const step of steps) {
      try {
        act(root, step);
        failed.push("");
      } catch (error) {
        failed.push(String(error?.message ?? error));
      }
    }
    const nodes = {};
    for (const node of walk(root)) nodes[node.currentState.reference] = told(node);
    for (const language of root.languages) {
      if (!language.isSyntheticDefault) root.setLanguage(language);
      for (const node of walk(root)) {
        if (node.currentState.relevant) nodes[node.currentState.reference].words[language.language] = words(node);
      }
    }
    return { error: null, steps: failed, nodes };
  } catch (error) {
    return { error: String(error?.message ?? error), steps: failed, nodes: {} };
  }
}

async function say(answer) {
  const line = JSON.stringify(answer) + "\n";
  await new Promise((written) => process.stdout.write(line, written));
}

for await (const line of createInterface({ input: process.stdin })) {
  const { xml, media, walks } = JSON.parse(line);
  let form;
  try {
    form = await loadForm(xml, { fetchFormAttachment: attachment(media) });
    if (form.status === "failure") throw form.error;
  } catch (error) {
    await say({ error: String(error?.message ?? error) || "no reason told" });
    continue;
  }
  await say({ error: null });
  for (const steps of walks) await say(walked(form, steps));
}
process.exit(0);
