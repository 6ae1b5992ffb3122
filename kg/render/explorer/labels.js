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
// Left, top, right and bottom of where a label may stand: below its node, above, right, left, aslant.
const labelBoxes = ({ x, y, radius }, half, high) => [
  [x - half, y + radius + 1, x + half, y + radius + 1 + high],
  [x - half, y - radius - 1 - high, x + half, y - radius - 1],
  [x + radius + 1, y - high / 2, x + radius + 1 + 2 * half, y + high / 2],
  [x - radius - 1 - 2 * half, y - high / 2, x - radius - 1, y + high / 2],
  ...[[1, 1], [-1, 1], [1, -1], [-1, -1]].map(([right, down]) => {
    const [across, along] = [x + right * (radius * 0.7 + half), y + down * (radius * 0.7 + high / 2)];
    return [across - half, along - high / 2, across + half, along + high / 2];
  }),
];
const overlap = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
const isFree = (box, taken) => !taken.some((other) => overlap(box, other));
const shared = (a, b) => Math.max(0, Math.min(a[2], b[2]) - Math.max(a[0], b[0])) * Math.max(0, Math.min(a[3], b[3]) - Math.max(a[1], b[1]));
const hides = (box, signs) => signs.reduce((sum, sign) => sum + shared(box, sign), 0);
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
// How much of other nodes, in square pixels, the name of one of the most used may cover.
const MOST_HIDDEN = 120;
const signsOf = (seen) => [...seen].filter(([id]) => isClear(id)).map(
  ([, { x, y, radius: r }]) => [x - r * 0.8, y - r * 0.8, x + r * 0.8, y + r * 0.8]);
const nodeLabels = (context, seen, signs, taken, width) => {
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
    // Rather no label than one on top of other nodes, but for what is chosen.
    const most = isWanted(id) ? Infinity : matters ? MOST_HIDDEN : 0;
    const [best] = tries.map((one) => ({ ...one, hidden: hides(one.box, signs) })).filter(({ hidden }) => hidden <= most)
      .sort((a, b) => Math.floor(a.hidden / MOST_HIDDEN) - Math.floor(b.hidden / MOST_HIDDEN));
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
  const signs = signsOf(seen);
  labels = [...regionLabels(context, regionSpots(seen), signs, taken, width), ...nodeLabels(context, seen, signs, taken, width)];
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
