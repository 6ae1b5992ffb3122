// From what the reader chose to what is in the picture, and where.

// ── Filters: what passes, wherever it is looked for.
const passing = { papers: null, support: null };
const edgePasses = (edge) => edge.sure >= state.sure && !state.off.includes(edge.relation.manner);
const paperPasses = (node) => (
  (!state.page.length || node.listed.some((page) => state.page.includes(drawn.pages[page])))
  && (!state.since || node.year >= state.since) && (!state.until || node.year <= state.until)
  && (!state.code || node.hasCode));
const refilter = () => {
  passing.papers = new Set(nodes.filter((node) => isPaper(node) && paperPasses(node)).map((node) => node.id));
  passing.support = new Map();
  for (const edge of edges) {
    if (passing.papers.has(edge.from) && edgePasses(edge)) {
      passing.support.set(edge.to, (passing.support.get(edge.to) ?? 0) + 1);
    }
  }
};
const isFiltered = () => Boolean(state.sure || state.page.length || state.since || state.until || state.code || state.support);
const nodePasses = (node) => {
  if (state.off.includes(node.kind.name)) return false;
  if (node.kind === REGION || !isFiltered()) return true;
  if (isPaper(node)) return passing.papers.has(node.id);
  return (passing.support.get(node.id) ?? 0) >= Math.max(state.support, 1);
};

// ── The way between two picks: the fewest steps, and of those the way through the rarer nodes.
const ROUNDABOUT = new Set(["listedOn"]);
const wayBetween = (one, other) => {
  let front = new Map([[one, { cost: 0, via: null }]]);
  const reached = new Map(front);
  while (front.size && !reached.has(other)) {
    const next = new Map();
    for (const [at, { cost }] of front) {
      const beyond = cost + Math.log1p(touching[at].length);
      for (const edge of touching[at]) {
        const end = otherEnd(edge, at);
        if (reached.has(end) || ROUNDABOUT.has(edge.relation.name)) continue;
        if (end !== other && !nodePasses(nodes[end]) || !edgePasses(edge)) continue;
        if (!next.has(end) || beyond < next.get(end).cost) next.set(end, { cost: beyond, via: edge });
      }
    }
    for (const [end, how] of next) reached.set(end, how);
    front = next;
  }
  if (!reached.has(other)) return [];
  const way = [];
  for (let at = other; reached.get(at).via; at = otherEnd(reached.get(at).via, at)) way.unshift(reached.get(at).via);
  return way;
};
let way = [];
const onWay = () => new Set(way.flatMap((edge) => [edge.from, edge.to]));

// ── Places: the first view's are given; whatever is opened takes the nearest free ones around.
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));
const CELL = 90;
const GAP = 10;
class Places {
  constructor() { this.at = new Map(); this.cells = new Map(); }
  put(number, x, y) {
    this.at.set(number, { x, y });
    const cell = `${Math.floor(x / CELL)},${Math.floor(y / CELL)}`;
    if (!this.cells.has(cell)) this.cells.set(cell, []);
    this.cells.get(cell).push(number);
  }
  isFree(x, y, size) {
    const [column, row] = [Math.floor(x / CELL), Math.floor(y / CELL)];
    for (let i = column - 1; i <= column + 1; i++) for (let j = row - 1; j <= row + 1; j++) {
      for (const number of this.cells.get(`${i},${j}`) ?? []) {
        const other = this.at.get(number);
        if (other && Math.hypot(other.x - x, other.y - y) < size + nodes[number].size + GAP) return false;
      }
    }
    return true;
  }
  near(number, { x, y }) {
    if (this.at.has(number)) return;
    for (let turn = 1; ; turn++) {
      const [far, angle] = [16 * Math.sqrt(turn), turn * GOLDEN_ANGLE];
      const [at, down] = [x + far * Math.cos(angle), y + far * Math.sin(angle)];
      if (this.isFree(at, down, nodes[number].size)) { this.put(number, Math.round(at), Math.round(down)); return; }
    }
  }
}
const middle = (spots) => ({
  x: spots.reduce((sum, at) => sum + at.x, 0) / (spots.length || 1),
  y: spots.reduce((sum, at) => sum + at.y, 0) / (spots.length || 1),
});
const isOverview = Boolean(drawn.overview);
const upright = byId("picture").clientHeight > byId("picture").clientWidth;
const turned = ([x, y]) => (upright ? [y, x] : [x, y]);
const firstPlaces = () => {
  const places = new Places();
  for (const [id, at] of Object.entries(drawn.places)) places.put(Number(id), ...turned(at));
  if (isOverview) drawn.overview.forEach((at, place) => places.put(regionNode(place).id, ...turned(at)));
  return places;
};
const MOST_NEAR = 80;
const MOST_BROUGHT = 30;
const byUse = (one, other) => nodes[other].size - nodes[one].size || one - other;
const regionCut = (region) => {
  const inside = new Set(region.members);
  const shared = (id) => touching[id].filter((edge) => inside.has(edge.from) && inside.has(edge.to)).length;
  const counts = new Map(region.members.map((id) => [id, shared(id)]));
  const most = (one, other) => counts.get(other) - counts.get(one) || one - other;
  const entities = region.members.filter((id) => !isPaper(nodes[id]) && counts.get(id) > 1).sort(most).slice(0, 60);
  return [...entities, ...region.members.filter((id) => isPaper(nodes[id])).sort(most).slice(0, 100)];
};
const opened = (node) => (node.kind === REGION ? regionCut(node) : neighbours(node.id).sort(byUse).slice(0, MOST_NEAR));
const anchorOf = (number, places) => {
  const spots = neighbours(number).filter((end) => places.at.has(end)).map((end) => places.at.get(end));
  if (spots.length) return middle(spots);
  const { region } = nodes[number];
  return places.at.get(region >= 0 ? regionNode(region).id : -1) ?? middle([...places.at.values()].slice(0, 1));
};
// Where papers are not in the picture, what is selected brings what lies around it.
const bringNear = (number, places) => {
  if (nodes[number].kind === REGION) return;
  const around = neighbours(number).filter((id) => nodePasses(nodes[id])).sort(byUse).slice(0, MOST_BROUGHT);
  for (const id of around) places.near(id, places.at.get(number));
};
const placed = () => {
  const places = firstPlaces();
  const add = (id) => places.near(id, anchorOf(id, places));
  for (const key of state.open) {
    const node = nodes[chosenNode(key)];
    if (!node) continue;
    if (node.kind !== REGION) add(node.id);
    const anchor = places.at.get(node.id) ?? anchorOf(node.id, places);
    if (node.kind === REGION) places.at.delete(node.id);
    for (const id of opened(node)) if (nodePasses(nodes[id])) places.near(id, anchor);
  }
  for (const key of [state.select, state.to]) if (key && nodes[chosenNode(key)].kind !== REGION) add(chosenNode(key));
  for (const id of onWay()) add(id);
  if (isOverview && state.select && !state.to) bringNear(selected(), places);
  for (const pin of state.pin) {
    const [x, y, ...key] = pin.split("_");
    if (places.at.has(chosenNode(key.join("_")))) places.at.set(chosenNode(key.join("_")), { x: Number(x) || 0, y: Number(y) || 0 });
  }
  return places.at;
};

// ── What is in the picture: a place for each node, the edges between them.
const shown = { places: new Map(), edges: [] };
const choose = () => {
  refilter();
  way = state.select && state.to ? wayBetween(selected(), chosenNode(state.to)) : [];
  const keep = new Set([selected(), chosenNode(state.to), ...onWay()]);
  const hidden = new Set(state.hide.map(chosenNode));
  shown.places = new Map([...placed()].filter(
    ([id]) => keep.has(id) || (!hidden.has(id) && nodePasses(nodes[id]))));
  shown.edges = [];
  for (const id of shown.places.keys()) {
    for (const edge of touching[id]) {
      if (edge.from === id && shown.places.has(edge.to) && edgePasses(edge)) shown.edges.push(edge);
    }
  }
};
const shownPapers = () => [...shown.places.keys()].filter((id) => isPaper(nodes[id]));
