// Search: suggestions over all names and aliases, whether they are in the picture or not.
const [search, hits] = [byId("search"), byId("hits")];
const MOST_HITS = 12;
const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
let names; // Made when first searched: there may be tens of thousands.
const goodness = (name, wanted) => {
  if (name === wanted) return 4;
  if (name.startsWith(wanted)) return 3;
  const at = name.indexOf(wanted);
  return at < 0 ? 0 : /[^\p{L}\p{N}]/u.test(name[at - 1]) ? 2 : 1;
};
const best = (text) => {
  const wanted = folded(text).trim();
  if (!wanted) return [];
  names ??= nodes.map((node) => [node.name, ...node.aliases].map(folded));
  return order
    .map((id) => {
      // Of two that fit equally well, a name goes before an alias.
      const good = names[id].map((name, i) => goodness(name, wanted) && goodness(name, wanted) + (i ? 0 : 0.5));
      return [Math.max(...good), id, good];
    })
    .filter(([good]) => good > 0)
    .sort(([a], [b]) => b - a)
    .slice(0, MOST_HITS)
    .map(([top, id, good]) => ({ id, alias: good[0] === top ? "" : nodes[id].aliases[good.indexOf(top) - 1] }));
};
let found = [];
let at = 0;
const hitLine = ({ id, alias }, i) => {
  const hit = element("li");
  hit.id = `hit-${i}`;
  hit.setAttribute("role", "option");
  hit.setAttribute("aria-selected", String(i === at));
  hit.append(sign(nodes[id]), worded("span", "name", nodes[id].name.slice(0, 200)));
  if (alias) hit.append(worded("small", "", alias.slice(0, 80)));
  hit.append(element("small", "kind", nodes[id].kind.name));
  hit.addEventListener("pointerdown", (event) => { event.preventDefault(); goTo(id); });
  return hit;
};
const showHits = () => {
  const isAsked = search.value.trim() !== "";
  hits.replaceChildren(...found.map(hitLine));
  byId("nohits").hidden = !isAsked || found.length > 0;
  hits.hidden = !isAsked || found.length === 0;
  search.setAttribute("aria-expanded", String(!hits.hidden));
  if (found.length) search.setAttribute("aria-activedescendant", `hit-${at}`);
  else search.removeAttribute("aria-activedescendant");
};
const closeHits = () => {
  hits.hidden = true;
  byId("nohits").hidden = true;
  search.setAttribute("aria-expanded", "false");
  search.removeAttribute("aria-activedescendant");
};
const goTo = (id) => {
  const { key, kind } = nodes[id];
  if (picking >= 0) go({ select: nodes[picking].key, to: key, off: without(state.off, kind.name), view: "" });
  else go({ select: key, to: "", off: without(state.off, kind.name), hide: without(state.hide, key), view: "" });
  stopPicking();
  closeHits();
  search.value = "";
  picture.focus();
};
search.addEventListener("input", () => { found = best(search.value); at = 0; showHits(); });
search.addEventListener("focus", () => search.select());
search.addEventListener("blur", closeHits);
search.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && found.length) {
    event.preventDefault();
    at = (at + step + found.length) % found.length;
    showHits();
  } else if (event.key === "Enter" && found.length) goTo(found[at].id);
  else if (event.key === "Escape") search.blur();
});

// ── Two picks: after "Path to …" the next node that is clicked or found is the other end.
let picking = -1;
const startPicking = (id) => {
  picking = id;
  byId("picking").hidden = false;
  byId("pickingfrom").textContent = nodes[id].label;
  search.focus();
};
const stopPicking = () => { picking = -1; byId("picking").hidden = true; };
byId("pickingstop").addEventListener("click", stopPicking);
