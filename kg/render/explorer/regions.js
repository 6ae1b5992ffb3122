// Regions in the picture: their names, and the ground that each stands on.

// The name of a region stands over it while one sees the whole, a theme on each line.
const REGION_PX = isNarrow() ? 12 : 13;
// How far a name may move from its place to cover no other, in the order of trying.
const MOVES = isNarrow() ? [0, 8, -8] : [0, 10, -10, 20, -20, 30, 40];
const regionLabels = (context, spots, signs, taken, width) => {
  const labels = [];
  context.font = `650 ${REGION_PX}px ${FONT}`;
  for (const [region, { x: across, top }] of spots) {
    const lines = regionNode(region).name.split(" · ").slice(0, isNarrow() ? 1 : 2).map((line) => shortened(line, 40));
    const half = Math.max(...lines.map((line) => context.measureText(line).width)) / 2 + 4;
    const x = Math.max(Math.min(across, width - half), half);
    const high = lines.length * (REGION_PX + 3);
    const free = MOVES.map((by) => [x - half, top - high + by, x + half, top + by]).filter((each) => isFree(each, taken));
    const box = free.find((each) => isFree(each, signs)) ?? free[0];
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

// A soft ground under each region, so that one sees where it ends: circles in the picture's own units.
const first = new Set(Object.keys(drawn.places).map(Number));
const groundsOf = () => {
  const grounds = new Map();
  if (isOverview) return [];
  for (const [id, { x, y }] of shown.places) {
    const { region, size } = nodes[id];
    if (region < 0 || !first.has(id)) continue;
    if (!grounds.has(region)) grounds.set(region, []);
    grounds.get(region).push([x, y, size + 16]);
  }
  return [...grounds.values()].filter((spots) => spots.length > FEW_NODES).map((spots) => {
    const [x, y] = [0, 1].map((axis) => (
      Math.min(...spots.map((spot) => spot[axis] - spot[2])) + Math.max(...spots.map((spot) => spot[axis] + spot[2]))) / 2);
    return { x, y, reach: Math.max(...spots.map((spot) => Math.hypot(spot[0] - x, spot[1] - y) + spot[2])) };
  });
};
const groundStrength = () => (near === null ? 0.07 : 0.03);
network.on("beforeDrawing", (context) => {
  context.fillStyle = colour("region");
  context.globalAlpha = groundStrength();
  for (const { x, y, reach } of groundsOf()) {
    context.beginPath();
    context.arc(x, y, reach, 0, 2 * Math.PI);
    context.fill();
  }
  context.globalAlpha = 1;
});
