// What the reader chose. The address holds all of it, so that a view can be sent, and so that
// Back, Forward and undo are one thing.
const START = {
  // A page about one thing opens with what is known of it, where there is room beside the picture.
  select: drawn.focus < 0 || isNarrow() ? "" : nodes[drawn.focus].key,
  to: "", open: [], hide: [], pin: [], off: [], sure: 0, page: [], since: 0, until: 0,
  support: 0, code: 0, view: "",
};
let state = START;
const toHash = (chosen) => {
  const words = new URLSearchParams();
  for (const [name, usual] of Object.entries(START)) {
    if (Array.isArray(usual)) chosen[name].forEach((value) => words.append(name, value));
    else if (chosen[name] !== usual) words.set(name, chosen[name]);
  }
  return words.toString();
};
const fromHash = (hash) => {
  const words = new URLSearchParams(hash.replace(/^#/, ""));
  const read = (name, usual) => {
    if (Array.isArray(usual)) return [...new Set(words.getAll(name))].slice(0, 500);
    const value = words.get(name) ?? usual;
    return typeof usual === "number" ? Math.max(Number(value) || 0, 0) : value;
  };
  const chosen = Object.fromEntries(Object.entries(START).map(([name, usual]) => [name, read(name, usual)]));
  for (const name of ["select", "to"]) if (!numberOf.has(chosen[name])) chosen[name] = "";
  return chosen;
};

const watchers = [];
const onChange = (watcher) => { watchers.push(watcher); };
const apply = (chosen) => {
  const before = state;
  state = chosen;
  for (const watcher of watchers) watcher(state, before);
};
const go = (change) => {
  const chosen = { ...state, ...change };
  const hash = toHash(chosen);
  if (hash === toHash(state)) return;
  history.pushState({ step: (history.state?.step ?? 0) + 1 }, "", "#" + hash);
  apply(chosen);
};
const undo = () => { if (history.state?.step) history.back(); };
window.addEventListener("popstate", () => apply(fromHash(location.hash)));

const chosenNode = (key) => numberOf.get(key) ?? -1;
const selected = () => chosenNode(state.select);
const select = (number) => go({ select: number < 0 ? "" : nodes[number].key, to: "" });
const added = (list, value) => (list.includes(value) ? list : [...list, value]);
const without = (list, value) => list.filter((each) => each !== value);
const toggled = (list, value) => (list.includes(value) ? without(list, value) : [...list, value]);
