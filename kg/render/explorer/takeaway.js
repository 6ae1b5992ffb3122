// Taking things away: the view as PNG or SVG, what is in it as JSON, Turtle or BibTeX, its address.
const save = (name, parts, type) => {
  const url = URL.createObjectURL(parts instanceof Blob ? parts : new Blob([parts], { type }));
  const way = element("a");
  way.href = url;
  way.download = name;
  document.body.append(way);
  way.click();
  way.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
  root.dataset.saved = name;
};

// ── Pictures.
const savePng = () => {
  const canvas = picture.querySelector("canvas");
  const whole = element("canvas");
  [whole.width, whole.height] = [canvas.width, canvas.height];
  const context = whole.getContext("2d");
  context.fillStyle = colour("ground");
  context.fillRect(0, 0, whole.width, whole.height);
  context.drawImage(canvas, 0, 0);
  whole.toBlob((blob) => save("graph.png", blob), "image/png");
};
// The corners of vis-network's shapes, for a radius of 1.
const CORNERS = {
  square: [[-1, -1], [1, -1], [1, 1], [-1, 1]],
  diamond: [[0, -1], [1, 0], [0, 1], [-1, 0]],
  triangle: [[0, -1.04], [1.15, 0.87], [-1.15, 0.87]],
  triangleDown: [[0, 1.04], [1.15, -0.87], [-1.15, -0.87]],
  hexagon: [0, 1, 2, 3, 4, 5].map((i) => [Math.cos(i * Math.PI / 3), Math.sin(i * Math.PI / 3)]),
  star: [...Array(10).keys()].map((i) => {
    const far = i % 2 ? 0.5 : 1.3;
    return [far * Math.sin(i * Math.PI / 5), 0.1 - far * Math.cos(i * Math.PI / 5)];
  }),
};
const SVG = "http://www.w3.org/2000/svg";
const shape = (tag, attributes, words) => {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  // XML cannot hold every control character, not even escaped.
  if (words !== undefined) made.textContent = words.replace(/[^\t\n\r -\uFFFD\u{10000}-\u{10FFFF}]/gu, "");
  return made;
};
const arrowHead = (from, to, radius, long) => {
  const far = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const [x, y] = [(to.x - from.x) / far, (to.y - from.y) / far];
  const corner = (back, aside) => [to.x - x * back - y * aside, to.y - y * back + x * aside].map((value) => value.toFixed(1)).join(",");
  return `M${corner(radius, 0)} L${corner(radius + long, long / 3)} L${corner(radius + long, -long / 3)} Z`;
};
const asSvg = () => {
  const { clientWidth: width, clientHeight: height } = picture;
  const scale = network.getScale();
  const spot = (id) => network.canvasToDOM(shown.places.get(id));
  const round = (value) => Math.round(value * 10) / 10;
  const svg = shape("svg", { xmlns: SVG, viewBox: `0 0 ${width} ${height}`, width, height });
  svg.append(shape("title", {}, document.title), shape("rect", { width, height, fill: colour("ground") }));
  for (const { x, y, reach } of groundsOf()) {
    const [at, far] = [network.canvasToDOM({ x, y }), round(reach * scale)];
    svg.append(shape("ellipse", { cx: round(at.x), cy: round(at.y), rx: far, ry: far, fill: colour("region"), "fill-opacity": groundStrength() }));
  }
  for (const { from, to, color, width: thick, dashes, arrows } of sets.edges.get()) {
    const [a, b] = [spot(from), spot(to)];
    if (arrows) svg.append(shape("path", { d: arrowHead(a, b, nodes[to].size * scale, 9 * Math.max(scale, 0.5)), fill: color.color }));
    svg.append(shape("line", {
      x1: round(a.x), y1: round(a.y), x2: round(b.x), y2: round(b.y), stroke: color.color, "stroke-opacity": round(color.opacity * 10) / 10,
      "stroke-width": round(thick * Math.max(scale, 0.3)), ...(dashes && { "stroke-dasharray": dashes.map((part) => round(part * scale)).join(" ") }),
    }));
  }
  for (const { id, shape: form, size, color, opacity } of sets.nodes.get()) {
    const { x, y } = spot(id);
    const radius = size * scale;
    const paint = { fill: color.background, "fill-opacity": opacity };
    svg.append(form === "dot"
      ? shape("circle", { cx: round(x), cy: round(y), r: round(radius), ...paint })
      : shape("polygon", { points: CORNERS[form].map(([dx, dy]) => `${round(x + dx * radius)},${round(y + dy * radius)}`).join(" "), ...paint }));
  }
  for (const { text: words, x, y, px, weight, fill } of labels) {
    svg.append(shape("text", {
      x: round(x), y: round(y + px * 0.8), "text-anchor": "middle", "font-family": FONT, "font-size": px, "font-weight": weight,
      fill, stroke: colour("ground"), "stroke-width": 3, "paint-order": "stroke",
    }, words));
  }
  return new XMLSerializer().serializeToString(svg);
};

// ── Data of what is in the picture.
const shownNodes = () => [...shown.places.keys()].filter((id) => nodes[id].kind !== REGION).sort((a, b) => a - b);
const asJson = (read) => JSON.stringify({
  nodes: shownNodes().map((id) => {
    const { key, name, kinds: all, aliases, url, year } = nodes[id];
    return { id: key, name, kinds: all, aliases, url, ...(year && { year }) };
  }),
  edges: shown.edges.map((edge) => ({
    source: nodes[edge.from].key, relation: edge.relation.name, target: nodes[edge.to].key, confidence: edge.sure / 100,
    sentences: sentencesOf(read, edge).map(([sentence]) => {
      const [row, start, end] = read.sentences[sentence];
      return read.texts[row].slice(start, end);
    }),
  })),
}, null, 1) + "\n";
const iri = (words) => `<${words.replace(/[\u0000-\u0020<>"{}|^`\\]/gu, encodeURIComponent)}>`;
const literal = (words) => `"${words.replace(/[\\"]/g, "\\$&").replace(/\n/g, "\\n").replace(/\r/g, "\\r")}"`;
const asTurtle = () => {
  const lines = ["@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .", ""];
  for (const id of shownNodes()) {
    const node = nodes[id];
    lines.push(`${iri(drawn.base + node.key)} a ${iri(drawn.types[node.kind.name])} ; rdfs:label ${literal(node.name)} .`);
  }
  for (const { from, relation, to } of shown.edges) {
    lines.push(`${iri(drawn.base + nodes[from].key)} ${iri(drawn.iris[relation.name])} ${iri(drawn.base + nodes[to].key)} .`);
  }
  return lines.join("\n") + "\n";
};
const asBibtex = (read) => shownPapers().sort((a, b) => a - b).map((id) => {
  const [title, , arxiv, doi, authors = [], venue] = read.papers[id];
  const fields = {
    title: read.texts[title], author: authors.join(" and "), year: nodes[id].year, doi,
    eprint: arxiv, archiveprefix: arxiv && "arXiv", journal: venue, url: nodes[id].url,
  };
  const written = (value) => String(value).replace(/\s+/g, " ").replace(/[\\{}]/g, " ").replace(/[&%$#_]/g, "\\$&");
  const key = nodes[id].key.replace(/^paper\//, "").replace(/[^A-Za-z0-9.:-]+/g, "-").slice(0, 80);
  const lines = Object.entries(fields).filter(([, value]) => value)
    .map(([name, value]) => `  ${name} = {${["url", "doi", "eprint"].includes(name) ? String(value).replace(/[\s\\{}]/g, "") : written(value)}},`)
    // Twice braced, a title keeps its capitals in all styles.
    .map((line) => line.replace(/^  title = (\{.*\}),$/, "  title = {$1},"));
  return [`@${venue ? "article" : "misc"}{${key},`, ...lines, "}"].join("\n");
}).join("\n\n") + "\n";

const TAKEN = {
  png: () => savePng(),
  svg: () => save("graph.svg", asSvg(), "image/svg+xml"),
  json: async () => save("graph.json", asJson(await readings()), "application/json"),
  turtle: () => save("graph.ttl", asTurtle(), "text/turtle"),
  bibtex: async () => save("graph.bib", asBibtex(await readings()), "application/x-bibtex"),
  address: () => copy(location.href, "The address of this view is"),
};
for (const [name, take] of Object.entries(TAKEN)) {
  byId(`take-${name}`).addEventListener("click", () => { take(); byId("take").open = false; });
}
