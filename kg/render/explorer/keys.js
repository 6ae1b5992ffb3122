// What the picture answers to: clicks, double clicks, drags and keys.
// The second click of two means what the first one hit: the picture has begun to glide by then.
const TWICE = { within: 500, near: 8 };
let clicked = { hit: undefined, time: -Infinity, at: { x: 0, y: 0 } };
const isSecond = ({ x, y }) => (
  performance.now() - clicked.time < TWICE.within && Math.hypot(x - clicked.at.x, y - clicked.at.y) < TWICE.near);
network.on("click", ({ nodes: [hit], pointer, event }) => {
  hideTip();
  if (isSecond(pointer.DOM)) return;
  clicked = { hit, time: performance.now(), at: pointer.DOM };
  const one = picking >= 0 ? picking : event.srcEvent.shiftKey ? selected() : -1;
  if (hit !== undefined && one >= 0 && hit !== one) {
    go({ select: nodes[one].key, to: nodes[hit].key });
    stopPicking();
  } else if (hit !== undefined) select(hit);
  else select(regionAt(pointer.DOM));
});
network.on("doubleClick", () => {
  const { hit } = clicked;
  if (hit !== undefined && !state.open.includes(nodes[hit].key)) expand(hit);
});
// The name of a region stands for it where the region itself is not drawn.
const regionAt = ({ x, y }) => {
  const label = labels.find(({ region, x: middle, y: top, half, px }) => (
    region !== undefined && Math.abs(x - middle) < half + 3 && y > top - 3 && y < top + px + 3));
  return label ? regionNode(label.region).id : -1;
};
network.on("dragEnd", ({ nodes: [hit] }) => {
  if (hit === undefined) return;
  const { x, y } = network.getPosition(hit);
  const old = pinOf(nodes[hit].key);
  const spot = `${Math.round(x)}_${Math.round(y)}_${nodes[hit].key}`;
  go({ pin: [...without(state.pin, old), spot] });
});

// The nearest node in a direction, those straight ahead before those to the side.
const AHEAD = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const ahead = ([right, down]) => {
  const here = shown.places.get(selected()) ?? network.getViewPosition();
  const far = ([id, { x, y }]) => {
    const [dx, dy] = [x - here.x, y - here.y];
    const forward = dx * right + dy * down;
    return id === selected() || forward <= 0 ? Infinity : forward + 2.5 * Math.abs(dx * down - dy * right);
  };
  const [nearest] = [...shown.places].map((entry) => [far(entry), entry[0]]).sort(([a], [b]) => a - b);
  return nearest && nearest[0] < Infinity ? nearest[1] : -1;
};
picture.addEventListener("keydown", (event) => {
  if (!AHEAD[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  event.stopPropagation();
  const next = ahead(AHEAD[event.key]);
  if (next >= 0) select(next);
});
const onSelected = (act) => () => { if (selected() >= 0) act(selected()); };
const KEYS = {
  "/": () => search.focus(), 0: () => fit(), "+": () => zoom(1.5), "-": () => zoom(1 / 1.5), u: undo,
  e: onSelected(expand), h: onSelected(hide), p: onSelected((id) => pin(id)), t: onSelected(startPicking),
  Escape: () => { if (picking >= 0) stopPicking(); else select(-1); },
  "?": () => { byId("help").open = !byId("help").open; },
};
document.addEventListener("keydown", (event) => {
  if (event.target.matches("input, textarea, select") || event.metaKey || event.altKey) return;
  if (event.ctrlKey) {
    if (event.key === "z") { event.preventDefault(); undo(); }
    return;
  }
  if (!KEYS[event.key]) return;
  event.preventDefault();
  KEYS[event.key]();
});
