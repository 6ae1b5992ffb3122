// The panel: all that is known of what is selected, each fact with its sentences.
const panel = byId("panel");
const rank = relations.flatMap(({ label, inverse }) => [label, inverse]);
const bySurety = (id) => (one, other) => other.sure - one.sure || otherEnd(one, id) - otherEnd(other, id);

const surety = ({ sure }) => (sure < 100 ? (sure / 100).toFixed(2) : "");
const nodeButton = (node, note = "") => {
  const walk = button("", () => select(node.id), "end");
  walk.append(sign(node), worded("span", "name", node.name || node.label));
  if (note) walk.append(element("span", "sure", note));
  return walk;
};
const factLine = (read, id) => (edge) => {
  const item = element("li");
  item.append(nodeButton(nodes[otherEnd(edge, id)], surety(edge)), ...quotesOf(read, edge));
  if (surety(edge)) item.querySelector(".sure").title = "confidence";
  return item;
};
const section = (words, mark, list) => {
  const line = element("h3");
  line.append(...mark, words);
  return [line, list];
};
const factGroups = (read, id) => {
  const groups = new Map();
  for (const edge of touching[id].filter(edgePasses)) {
    const words = edge.relation[edge.from === id ? "label" : "inverse"];
    if (!groups.has(words)) groups.set(words, []);
    groups.get(words).push(edge);
  }
  return [...groups].sort(([a], [b]) => rank.indexOf(a) - rank.indexOf(b)).flatMap(([words, facts]) => section(
    `${words} (${number(facts.length)})`, [stroke(facts[0].relation.manner)],
    someOf(element("ul"), facts.sort(bySurety(id)), factLine(read, id))));
};

// ── What is counted over several papers.
const NEW = new Set(["proposes", "introduces"]);
const papersBy = (id, relations) => touching[id].filter((edge) => edge.to === id && (!relations || relations.has(edge.relation.name)))
  .map((edge) => edge.from).filter((from) => isPaper(nodes[from]));
const countIn = (papers, wanted, self) => {
  const counts = new Map();
  for (const paper of new Set(papers)) {
    const here = new Set(touching[paper].filter(wanted).map((edge) => otherEnd(edge, paper)));
    here.delete(self);
    for (const id of here) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return [...counts].sort(([a, x], [b, y]) => y - x || a - b);
};
const COMPARED = new Set(["comparesWith"]);
const rivals = (id) => {
  const proposed = countIn(papersBy(id, NEW), (edge) => COMPARED.has(edge.relation.name), id);
  const against = countIn(papersBy(id, COMPARED), (edge) => edge.relation.name === "proposes", id);
  const counts = new Map(proposed);
  for (const [other, count] of against) counts.set(other, (counts.get(other) ?? 0) + count);
  return [...counts].sort(([a, x], [b, y]) => y - x || a - b);
};
const countLine = ([id, count]) => {
  const item = element("li", "counted");
  item.append(nodeButton(nodes[id], counted(count, "paper")));
  return item;
};
const countSection = (words, counts) => (counts.length
  ? section(`${words} (${number(counts.length)})`, [], someOf(element("ul"), counts, countLine)) : []);

// ── Claimed results: of a paper, or with a method, data set or metric.
const claimLine = (read, id) => (claim) => {
  const [paper, amount, metric, dataset, method, sentence, start, end] = claim;
  const item = element("li");
  const words = [amount];
  for (const other of [metric, dataset, method]) if (other >= 0 && other !== id) words.push(nodes[other].name);
  item.append(worded("strong", "", words.join(" · ")));
  if (paper !== id) item.append(nodeButton(nodes[paper]));
  item.append(quoteOf(read, sentence, [{ start, end }]));
  return item;
};
const claimSection = (read, id) => {
  const claims = read.claims.filter((claim) => [claim[0], ...claim.slice(2, 5)].includes(id));
  return claims.length ? section(`claimed results (${number(claims.length)})`, [], someOf(element("ul"), claims, claimLine(read, id))) : [];
};

// ── Papers, entities, regions.
const linksOf = (id, paper) => {
  const [, , arxiv, doi] = paper ?? [];
  const found = [];
  if (arxiv) found.push(...link(`https://arxiv.org/abs/${encodeURI(arxiv)}`, "arXiv"));
  if (doi) found.push(...link(`https://doi.org/${encodeURI(doi)}`, "DOI"));
  if (!arxiv && !doi) found.push(...link(nodes[id].url));
  for (const edge of touching[id]) {
    if (edge.relation.manner === "linked" && edge.from === id) {
      const { url, name } = nodes[edge.to];
      found.push(...link(url, `${edge.relation.label.replace("has ", "")}: ${shortened(name, 40)}`));
    }
  }
  return found;
};
const paperParts = (read, id) => {
  const paper = read.papers[id];
  const [, row, , , authors = [], venue = ""] = paper;
  const about = [authors.slice(0, 6).join(", ") + (authors.length > 6 ? " et al." : ""), venue, nodes[id].year, ...nodes[id].listed.map((page) => `on ${drawn.pages[page]}`)];
  const parts = [worded("p", "about", about.filter(Boolean).join(" · "))];
  const text = read.texts[row];
  if (text) {
    const words = marked(worded("p", "abstract"), text, 0, text.length, mentionsIn(read, id, row));
    const unfolded = element("details");
    unfolded.open = !isNarrow();
    unfolded.append(element("summary", "", "Abstract"), words);
    parts.push(unfolded);
  }
  return [...parts, ...claimSection(read, id), ...factGroups(read, id)];
};
const entityParts = (read, id) => [
  ...factGroups(read, id).slice(0, nodes[id].papers ? undefined : 0),
  ...(nodes[id].kind.name === "method" ? countSection("rivals", rivals(id)) : []),
  ...claimSection(read, id),
  ...(["method", "task", "theme"].includes(nodes[id].kind.name)
    ? countSection("data sets in the same papers", countIn(papersBy(id), (edge) => edge.relation.name === "usesDataset" || edge.relation.name === "introduces", id).slice(0, 50)) : []),
  ...countSection("methods in the same papers", countIn(papersBy(id), (edge) => ["proposes", "uses", "comparesWith"].includes(edge.relation.name), id).slice(0, 50)),
  ...(nodes[id].papers ? [] : factGroups(read, id)),
];
const regionParts = (id) => {
  const inside = nodes[id].members.filter((member) => isPaper(nodes[member])).sort(byUse);
  const line = (paper) => { const item = element("li"); item.append(nodeButton(nodes[paper])); return item; };
  const of = (name) => countIn(inside, (edge) => edge.relation.name === name, id).slice(0, 12);
  return [
    ...countSection("themes", of("hasTheme")), ...countSection("methods used", of("uses")),
    ...countSection("data sets", of("usesDataset")),
    ...section(`papers (${number(inside.length)})`, [], someOf(element("ul"), inside, line)),
  ];
};

// ── What can be done with it.
const acts = (id) => {
  const { key } = nodes[id];
  const bar = element("div", "acts");
  const more = nodes[id].kind === REGION ? 0 : neighbours(id).filter((other) => !shown.places.has(other)).length;
  const expanding = more ? `Expand (+${number(Math.min(more, MOST_NEAR))})` : "Expand";
  bar.append(button(state.open.includes(key) ? "Fold" : expanding, () => expand(id)));
  if (nodes[id].kind !== REGION) bar.append(button("Path to …", () => startPicking(id)));
  // A region is a node of the picture in large graphs only.
  if (shown.places.has(id)) bar.append(button("Hide", () => hide(id)), button(pinOf(key) ? "Unpin" : "Pin", () => pin(id)));
  return bar;
};
const expand = (id) => go({ open: toggled(state.open, nodes[id].key), view: "" });
const hide = (id) => go({ hide: added(state.hide, nodes[id].key), select: "", to: "" });
const pinOf = (key) => state.pin.find((each) => each.endsWith("_" + key) && each.split("_").slice(2).join("_") === key);
const pin = (id, at = shown.places.get(id)) => {
  const old = pinOf(nodes[id].key);
  if (!at) return;
  go({ pin: old ? without(state.pin, old) : [...state.pin, `${Math.round(at.x)}_${Math.round(at.y)}_${nodes[id].key}`] });
};
const closer = () => {
  const close = button("×", () => select(-1), "close");
  close.title = "Close (Esc)";
  close.setAttribute("aria-label", "Close");
  return close;
};
const partsOf = (read, id) => {
  const node = nodes[id];
  const kind = element("p", "kind");
  kind.append(sign(node), " " + node.kinds.join(", "));
  if (node.region >= 0 && node.kind !== REGION) kind.append(" · ", button(regionNode(node.region).label, () => select(regionNode(node.region).id), "region"));
  const parts = [closer(), kind, worded("h2", "", isPaper(node) ? read.texts[read.papers[id][0]] : node.name || node.label)];
  if (node.aliases.length) parts.push(worded("p", "aliases", "also " + node.aliases.join(", ")));
  const links = element("p", "address");
  links.append(...linksOf(id, read.papers[id]));
  if (links.childNodes.length) parts.push(links);
  parts.push(acts(id));
  const about = node.kind === REGION ? regionParts(id) : isPaper(node) ? paperParts(read, id) : entityParts(read, id);
  return [...parts, ...about];
};
let wanted = 0; // The newest request: texts are unpacked once, and until then a reader may go on.
const showPanel = async (now) => {
  const mine = ++wanted;
  const id = selected();
  // Who walks through the panel by keyboard stays in it.
  const isWalked = panel.contains(document.activeElement);
  panel.hidden = id < 0;
  if (id < 0) return;
  panel.replaceChildren(closer(), worded("h2", "", nodes[id].name || nodes[id].label));
  const read = await readings();
  if (mine !== wanted) return;
  panel.replaceChildren(...(now.to ? pathParts(read) : partsOf(read, id)));
  panel.scrollTop = 0;
  if (isWalked) panel.focus();
  say(panel.querySelector("h2").textContent);
};
onChange(showPanel);
