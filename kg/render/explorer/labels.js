// Labels: the most used first, each only where it covers no other; more of them as one zooms.
const order = nodes.map((node) => node.id).sort(byUse);
const famous = new Set(isOverview ? [] : order.filter((id) => !isPaper(nodes[id]) && nodes[id].kind !== REGION).slice(0, 15));
let hovered = -1;
const isWanted = (id) => id === hovered || id === selected() || id === drawn.focus || way.length > 0 && near.has(id);
const labelOrder = () => {
  const here = order.filter((id) => shown.places.has(id));
  const first = here.filter(isWanted);
  return [...new Set([...first, ...here.filter((id) => near === null || near.has(id))])];
};
// Left, top, right and bottom of where a label may stand: below its node, above, right, left.
const labelBoxes = ({ x, y, radius }, half, high) => [
  [x - half, y + radius + 1, x + half, y + radius + 1 + high],
  [x - half, y - radius - 1 - high, x + half, y - radius - 1],
  [x + radius + 1, y - high / 2, x + radius + 1 + 2 * half, y + high / 2],
  [x - radius - 1 - 2 * half, y - high / 2, x - radius - 1, y + high / 2],
];
const overlap = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
const isFree = (box, taken) => !taken.some((other) => overlap(box, other));
const onScreen = (width, height) => {
  const [seen, scale] = [new Map(), network.getScale()];
  for (const [id, place] of shown.places) {
    const at = network.canvasToDOM(place);
    const isInside = at.x > -200 && at.x < width + 200 && at.y > -60 && at.y < height + 60;
    if (isInside) seen.set(id, { ...at, radius: nodes[id].size * scale });
  }
  return seen;
};
// The lines that may stand at a node, the best first. A paper is called by what it proposes, unless
// that is in the picture itself; longer names are told on two lines where there is room for them.
const ROOMY = 40;
const halved = (words) => {
  const blanks = [...words.matchAll(/ /g)].map(({ index }) => index);
  const [cut] = blanks.sort((a, b) => Math.abs(a - words.length / 2) - Math.abs(b - words.length / 2));
  return words.length <= 24 || cut === undefined ? [words] : [words.slice(0, cut), words.slice(cut + 1)];
};
const wordings = (id) => {
  const { name, label, offers } = nodes[id];
  const called = offers < 0 ? [] : [[nodes[offers].label]];
  if (called.length && !shown.places.has(offers)) return called;
  const isRoomy = isWanted(id) || (near ?? shown.places).size <= ROOMY;
  return [...(isRoomy && name ? [halved(shortened(name, 2 * LABEL))] : []), [label], ...called];
};
const FONT = "system-ui, sans-serif";
const fontOf = (id, radius) => {
  const [wanted, { kind }] = [isWanted(id), nodes[id]];
  const px = Math.round(Math.min(Math.max(radius * 0.75, 11), 17)) + (wanted ? 2 : 0);
  return { px, weight: wanted || kind === REGION ? 650 : isPaper(nodes[id]) ? 400 : 500 };
};
// The name of a region stands over it while one sees the whole, a theme on each line.
const REGION_PX = isNarrow() ? 12 : 13;
// How far a name may move from its place to cover no other, in the order of trying.
const MOVES = isNarrow() ? [0, 8, -8] : [0, 10, -10, 20, -20, 30, 40];
const regionLabels = (context, spots, taken, width) => {
  const labels = [];
  context.font = `650 ${REGION_PX}px ${FONT}`;
  for (const [region, { x: across, top }] of spots) {
    const lines = regionNode(region).name.split(" · ").slice(0, isNarrow() ? 1 : 2).map((line) => shortened(line, 40));
    const half = Math.max(...lines.map((line) => context.measureText(line).width)) / 2 + 4;
    const x = Math.max(Math.min(across, width - half), half);
    const high = lines.length * (REGION_PX + 3);
    const box = MOVES.map((by) => [x - half, top - high + by, x + half, top + by])
      .find((each) => isFree(each, taken));
    if (!box) continue;
    taken.push(box);
    lines.forEach((line, i) => labels.push({
      text: line, x, y: box[1] + 2 + i * (REGION_PX + 3), px: REGION_PX, weight: 650, fill: colour("region"), region,
      half: context.measureText(line).width / 2,
    }));
  }
  return labels;
};
// Where each region with more than a few nodes lies on the screen.
const FEW_NODES = 5;
const regionSpots = (seen) => {
  const spots = new Map();
  if (isOverview || near !== null || network.getScale() > 1.3) return spots;
  for (const [id, { x, y, radius }] of seen) {
    const { region } = nodes[id];
    if (region < 0) continue;
    const spot = spots.get(region) ?? { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity, count: 0 };
    spots.set(region, {
      left: Math.min(spot.left, x - radius), right: Math.max(spot.right, x + radius),
      top: Math.min(spot.top, y - radius), bottom: Math.max(spot.bottom, y + radius), count: spot.count + 1,
    });
  }
  return new Map([...spots].filter(([, { count }]) => count > FEW_NODES).sort(([a], [b]) => a - b)
    .map(([region, spot]) => [region, { ...spot, x: (spot.left + spot.right) / 2 }]));
};
const nodeLabels = (context, seen, taken, width) => {
  const signs = [...seen].filter(([id]) => isClear(id)).map(
    ([, { x, y, radius: r }]) => [x - r * 0.8, y - r * 0.8, x + r * 0.8, y + r * 0.8]);
  const labels = [];
  for (const id of labelOrder()) {
    const at = seen.get(id);
    if (!at) continue;
    const matters = isWanted(id) || famous.has(id);
    if (at.radius < 3.5 && near === null && !matters) continue;
    const { px, weight } = fontOf(id, at.radius);
    context.font = `${weight} ${px}px ${FONT}`;
    const tries = wordings(id).flatMap((lines) => {
      const half = Math.max(...lines.map((line) => context.measureText(line).width)) / 2 + 3;
      return labelBoxes(at, half, lines.length * (px + 3)).map((box) => ({ lines, box }));
    }).filter(({ box }) => box[0] > 0 && box[2] < width && isFree(box, taken));
    // Rather no label than one on top of other nodes, but for the nodes that matter most.
    const best = tries.find(({ box }) => isFree(box, signs)) ?? (matters ? tries[0] : undefined);
    if (!best) continue;
    const { lines, box } = best;
    taken.push(box);
    const fill = isPaper(nodes[id]) && !isWanted(id) ? colour("soft") : colour("ink");
    lines.forEach((text, i) => labels.push({ text, x: (box[0] + box[2]) / 2, y: box[1] + 2 + i * (px + 3), px, weight, fill }));
  }
  return labels;
};
// What lies over the picture, where no label would be seen.
const covered = () => ["legend", "zoom", "help", "panel"].map((name) => byId(name)).filter((over) => !over.hidden)
  .map(({ offsetLeft: x, offsetTop: y, offsetWidth: width, offsetHeight: height }) => [x, y, x + width, y + height]);
let labels = []; // What was written last: SVG writes the same, and clicks on regions look here.
const drawLabels = (context) => {
  const ratio = context.canvas.width / context.canvas.clientWidth;
  const { clientWidth: width, clientHeight: height } = context.canvas;
  const [seen, taken] = [onScreen(width, height), covered()];
  labels = [...regionLabels(context, regionSpots(seen), taken, width), ...nodeLabels(context, seen, taken, width)];
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.textAlign = "center";
  context.textBaseline = "top";
  context.lineJoin = "round";
  context.lineWidth = 4;
  context.strokeStyle = colour("ground");
  for (const { text, x, y, px, weight, fill } of labels) {
    context.font = `${weight} ${px}px ${FONT}`;
    context.fillStyle = fill;
    context.strokeText(text, x, y);
    context.fillText(text, x, y);
  }
  context.restore();
};
network.on("afterDrawing", drawLabels);
// A soft ground under each region, so that one sees where it ends.
network.on("beforeDrawing", (context) => {
  if (isOverview) return;
  const grounds = new Map();
  for (const [id, { x, y }] of shown.places) {
    const { region, size } = nodes[id];
    if (region < 0 || !first.has(id)) continue;
    if (!grounds.has(region)) grounds.set(region, []);
    grounds.get(region).push([x, y, size + 16]);
  }
  context.fillStyle = colour("region");
  context.globalAlpha = near === null ? 0.07 : 0.03;
  for (const spots of grounds.values()) {
    if (spots.length <= FEW_NODES) continue;
    const [x, y] = [0, 1].map((axis) => (
      Math.min(...spots.map((spot) => spot[axis] - spot[2])) + Math.max(...spots.map((spot) => spot[axis] + spot[2]))) / 2);
    const reach = Math.max(...spots.map((spot) => Math.hypot(spot[0] - x, spot[1] - y) + spot[2]));
    context.beginPath();
    context.arc(x, y, reach, 0, 2 * Math.PI);
    context.fill();
  }
  context.globalAlpha = 1;
});
const first = new Set(Object.keys(drawn.places).map(Number));

// ── The tooltip.
const tooltip = byId("tooltip");
const showTip = ([name, words], { x, y }) => {
  tooltip.replaceChildren(document.createTextNode(name.slice(0, 300)), element("small", "", words));
  tooltip.hidden = false;
  const right = Math.min(x + 14, picture.clientWidth - tooltip.offsetWidth - 6);
  const below = y + 18 + tooltip.offsetHeight > picture.clientHeight ? y - tooltip.offsetHeight - 10 : y + 18;
  tooltip.style.left = Math.max(right, 6) + "px";
  tooltip.style.top = below + "px";
};
const hideTip = () => { tooltip.hidden = true; };
const gist = (node) => (node.kind === REGION
  ? counted(node.papers, "paper")
  : `${node.kinds.join(", ")} · ${counted(touching[node.id].length, "fact")}`);
network.on("hoverNode", ({ node, pointer }) => {
  hovered = node;
  picture.style.cursor = "pointer";
  showTip([nodes[node].name, gist(nodes[node])], pointer.DOM);
});
network.on("hoverEdge", ({ edge, pointer }) => {
  if (!edges[edge]) return;
  const { from, to, relation, sure } = edges[edge];
  showTip([`${nodes[from].label} — ${relation.label} — ${nodes[to].label}`, `confidence ${(sure / 100).toFixed(2)}`], pointer.DOM);
});
for (const event of ["blurNode", "blurEdge", "dragStart", "zoom"]) {
  network.on(event, () => { hovered = -1; picture.style.cursor = ""; hideTip(); });
}
onChange(hideTip);
