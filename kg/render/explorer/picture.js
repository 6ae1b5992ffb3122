// The picture: vis-network draws what is shown, at the places that are known.
const picture = byId("picture");
const DASHES = { compared: [7, 5], mentioned: [2, 5], linked: [10, 4] };
const WIDTHS = { new: 2, used: 1.1, compared: 1.1, mentioned: 0.9, about: 0.9, linked: 0.9, tie: 1 };

// ── Colours: the style sheet's, so that dark and light are told apart in one place.
let palette = {};
const readColours = () => {
  const style = getComputedStyle(root);
  const names = ["ground", "ink", "soft", "line", "region", "tie", ...kinds.map((kind) => kind.name), ...Object.keys(manners)];
  palette = Object.fromEntries(names.map((name) => [name, style.getPropertyValue("--" + name).trim()]));
};
const colour = (name) => palette[name];
readColours();

// ── Nodes and edges as they are drawn: clear, or faint where something else is selected.
let near = null;
const isClear = (id) => near === null || near.has(id);
const drawnNode = ([id, { x, y }]) => {
  const { kind, size } = nodes[id];
  const at = colour(kind.name);
  const border = id === drawn.focus ? colour("ink") : colour("ground");
  const lit = { background: at, border: colour("ink") };
  return {
    id, x, y, shape: kind.shape, size, opacity: isClear(id) ? 1 : 0.16, borderWidth: id === drawn.focus ? 4 : 1,
    color: { background: at, border, highlight: lit, hover: lit },
  };
};
// The more edges there are, the fainter each, so that nodes stay in front; those between two
// regions are fainter still, so that regions stand out.
const calm = () => Math.min(0.8, Math.max(0.4, 20 / Math.sqrt(shown.edges.length)));
const strength = (edge, faint) => {
  if (near === null) return nodes[edge.from].region === nodes[edge.to].region ? faint : faint / 2.2;
  if (nodes[selected()]?.kind === REGION) return near.has(edge.from) && near.has(edge.to) ? faint : faint / 8;
  const isLit = way.length ? way.includes(edge) : edge.from === selected() || edge.to === selected();
  return isLit ? 1 : faint / 8;
};
const drawnEdge = (faint) => (edge) => {
  const { manner, name } = edge.relation;
  const opacity = strength(edge, faint);
  return {
    id: edge.id, from: edge.from, to: edge.to, arrows: ["broader", "extends"].includes(name) ? "to" : "",
    dashes: DASHES[manner] || false, width: WIDTHS[manner] * (opacity === 1 ? 1.8 : 1),
    color: { color: colour(manner), highlight: colour(manner), hover: colour("ink"), opacity },
  };
};
const drawnTie = ([from, to, count], place) => ({
  id: `tie/${place}`, from: regionNode(from).id, to: regionNode(to).id, arrows: "", dashes: false,
  width: Math.min(0.5 + Math.sqrt(count) / 6, 6), color: { color: colour("tie"), opacity: near ? 0.2 : 0.7 },
});

const sets = { nodes: new vis.DataSet(), edges: new vis.DataSet() };
const last = { nodes: new Map(), edges: new Map() };
const bring = (which, entries) => {
  const now = new Map(entries.map((entry) => [entry.id, JSON.stringify(entry)]));
  sets[which].remove([...last[which].keys()].filter((id) => !now.has(id)));
  sets[which].update(entries.filter((entry) => last[which].get(entry.id) !== now.get(entry.id)));
  last[which] = now;
};
const restyle = () => {
  const ties = (drawn.ties ?? []).map(drawnTie).filter((tie) => shown.places.has(tie.from) && shown.places.has(tie.to));
  bring("nodes", [...shown.places].map(drawnNode));
  bring("edges", [...shown.edges.map(drawnEdge(calm())), ...ties]);
};

const network = new vis.Network(picture, sets, {
  physics: { enabled: false },
  layout: { improvedLayout: false },
  interaction: {
    hover: true, hoverConnectedEdges: false, multiselect: false, selectConnectedEdges: false, tooltipDelay: 150,
    hideEdgesOnDrag: edges.length > 2500, hideEdgesOnZoom: edges.length > 2500,
  },
  nodes: { borderWidth: 1, borderWidthSelected: 3, labelHighlightBold: false },
  edges: { smooth: false, selectionWidth: 1, hoverWidth: 0.6, arrows: { to: { scaleFactor: 0.5 } } },
});
// The picture itself takes the keys, and no part of it.
picture.firstElementChild.tabIndex = -1;

// ── The camera: brings nodes into the part of the picture that legend and panel leave free.
const GLIDE = { duration: 350, easingFunction: "easeInOutQuad" };
const glide = () => !matchMedia("(prefers-reduced-motion: reduce)").matches && GLIDE;
const lookAt = (ids, closest, animation = glide()) => {
  const spots = [...ids].map((id) => shown.places.get(id)).filter(Boolean);
  if (!spots.length) return;
  const range = (axis) => [Math.min(...spots.map((at) => at[axis])), Math.max(...spots.map((at) => at[axis]))];
  const [[left, right], [top, bottom]] = [range("x"), range("y")];
  const { clientWidth: width, clientHeight: height } = picture;
  const [legend, panel] = [byId("legend"), byId("panel")];
  const beside = { left: width > 900 && legend.open ? legend.offsetWidth : 0, right: isNarrow() ? 0 : panel.offsetWidth };
  const below = isNarrow() ? panel.offsetHeight : 0;
  // What is left for the nodes themselves, when their labels have room at the rim.
  const wide = (width - beside.left - beside.right - Math.min(180, width * 0.15)) / Math.max(right - left, 1);
  const high = (height - below - 90) / Math.max(bottom - top, 1);
  network.moveTo({
    position: { x: (left + right) / 2, y: (top + bottom) / 2 },
    scale: Math.min(Math.max(wide, 0.05), Math.max(high, 0.05), closest),
    offset: { x: (beside.left - beside.right) / 2, y: -below / 2 },
    animation,
  });
};
const fit = (animation) => lookAt(shown.places.keys(), 2, animation);
const zoom = (factor) => network.moveTo({ scale: network.getScale() * factor, animation: glide() && { ...GLIDE, duration: 180 } });

// ── What a choice changes: the nodes shown, what is lit, and where one looks.
const lit = (id) => {
  const { kind, members } = nodes[id];
  return new Set(kind === REGION ? [id, ...members] : [id, ...neighbours(id)]);
};
onChange((now, before) => {
  const [at, earlier] = [selected(), new Set(shown.places.keys())];
  choose();
  // On a page about one thing all is near to it.
  near = way.length ? onWay() : at < 0 || at === drawn.focus ? null : lit(at);
  if (now.select && now.to && !way.length) near = new Set([at, chosenNode(now.to)]);
  restyle();
  network.unselectAll();
  if (at >= 0 && shown.places.has(at)) network.selectNodes([at], false);
  const fresh = now.open.length > before.open.length ? [...shown.places.keys()].filter((id) => !earlier.has(id)) : [];
  const isElsewhere = now.select !== before.select || now.to !== before.to;
  const seen = fresh.length ? [...fresh, at] : isElsewhere ? near : null;
  // When all else has heard of the change: the panel takes its room first.
  if (seen) queueMicrotask(() => lookAt(seen, 1.3));
});
