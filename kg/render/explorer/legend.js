// The legend, which is the filter: kinds and manners by a click, the rest below.
const toggle = (name, mark, words, count, title) => {
  const made = button("", () => go({ off: toggled(state.off, name) }));
  made.setAttribute("aria-pressed", String(!state.off.includes(name)));
  made.title = title;
  made.append(mark, element("span", "", words), element("span", "count", count));
  return made;
};
const tally = (entries, key) => {
  const counts = new Map();
  for (const entry of entries) counts.set(key(entry), (counts.get(key(entry)) ?? 0) + 1);
  return counts;
};
const kindOf = (id) => nodes[id].kind.name;
const allKinds = tally(nodes.map((node) => node.id), kindOf);
const allManners = tally(edges, (edge) => edge.relation.manner);
const share = (here, all) => (here === all || isOverview && !here ? number(all) : `${number(here)} / ${number(all)}`);
const hereOf = (here, all) => `${counted(here, "of them is", "of them are")} in the picture, of ${number(all)}`;
const showLegend = () => {
  const here = tally(shown.places.keys(), kindOf);
  const drawnNow = tally(shown.edges, (edge) => edge.relation.manner);
  const rows = [...kinds, ...(isOverview ? [REGION] : [])].filter((kind) => allKinds.has(kind.name));
  byId("kinds").replaceChildren(...rows.map((kind) => {
    const [count, all] = [here.get(kind.name) ?? 0, allKinds.get(kind.name)];
    return toggle(kind.name, sign({ kind }), kind.plural, share(count, all), hereOf(count, all));
  }));
  byId("manners").replaceChildren(...Object.entries(manners).filter(([manner]) => allManners.has(manner)).map(([manner, words]) => {
    const [count, all] = [drawnNow.get(manner) ?? 0, allManners.get(manner)];
    return toggle(manner, stroke(manner), words, share(count, all), hereOf(count, all));
  }));
  const [total, nodesHere] = [drawn.ids.length, [...shown.places.keys()].filter((id) => nodes[id].kind !== REGION).length];
  const regionsHere = shown.places.size - nodesHere;
  const [inRegions, ofNodes] = [`${counted(regionsHere, "region")} of ${counted(allKinds.get("paper") ?? 0, "paper")}`, counted(total, "node")];
  const inPicture = `${nodesHere < total ? `showing ${number(nodesHere)} of ` : ""}${ofNodes}, ${counted(shown.edges.length, "fact")}`;
  byId("shown").textContent = !regionsHere ? inPicture : nodesHere ? `${inRegions}, ${inPicture}` : `${inRegions}: a double click opens one`;
};

// ── The other filters are plain controls; each writes one value of the state.
const NUMBERS = { sure: "sure", support: "support", since: "since", until: "until" };
const showFilters = () => {
  for (const [name, id] of Object.entries(NUMBERS)) {
    const control = byId(id);
    if (control !== document.activeElement) control.value = state[name] || (name === "sure" ? 0 : "");
  }
  byId("surely").textContent = (state.sure / 100).toFixed(2);
  byId("code").checked = Boolean(state.code);
  for (const box of byId("pages").querySelectorAll("input")) box.checked = state.page.includes(box.value);
  byId("clear").hidden = !isFiltered() && !state.off.length && !state.hide.length;
  byId("years").hidden = !nodes.some((node) => node.year);
  byId("onpages").hidden = drawn.pages.length < 2;
};
byId("pages").append(...drawn.pages.map((page) => {
  const [line, box] = [element("label"), element("input")];
  box.type = "checkbox";
  box.value = page;
  box.addEventListener("change", () => go({ page: toggled(state.page, page) }));
  line.append(box, worded("span", "", page));
  return line;
}));
for (const [name, id] of Object.entries(NUMBERS)) {
  byId(id).addEventListener("change", (event) => go({ [name]: Math.max(Number(event.target.value) || 0, 0) }));
}
byId("sure").addEventListener("input", (event) => { byId("surely").textContent = (event.target.value / 100).toFixed(2); });
byId("code").addEventListener("change", (event) => go({ code: event.target.checked ? 1 : 0 }));
byId("clear").addEventListener("click", () => go({ sure: 0, support: 0, since: 0, until: 0, code: 0, page: [], off: [], hide: [] }));
onChange(() => { showLegend(); showFilters(); });
