// The page's data: nodes, edges and regions at once, texts when they are first looked at.
const unpack = async (id) => {
  const letters = atob(document.getElementById(id).textContent);
  const packed = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i++) packed[i] = letters.charCodeAt(i);
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
};
const drawn = await unpack("graph");
const kinds = drawn.kinds.map(([name, plural, shape]) => ({ name, plural, shape }));
const REGION = { name: "region", plural: "regions", shape: "hexagon" };
const relations = drawn.relations.map(([name, label, inverse, manner]) => ({ name, label, inverse, manner }));
const manners = drawn.manners;

const LABEL = 34; // Letters of a name that stand in the picture.
const shortened = (text, most = LABEL) => {
  const letters = Array.from(text.slice(0, most * 4).trim().replace(/\s+/g, " "));
  return letters.length <= most ? letters.join("") : letters.slice(0, most - 1).join("").replace(/[\s,;:-]+$/u, "") + "…";
};
const nodes = drawn.ids.map((key, id) => ({
  id, key, name: drawn.names[id], kind: kinds[drawn.kind[id]], size: drawn.sizes[id],
  kinds: [drawn.kind[id], ...(drawn.others[id] ?? [])].map((kind) => kinds[kind].name),
  aliases: drawn.aliases[id] ?? [], url: drawn.urls[id] ?? "", region: drawn.region[id],
  year: drawn.years[id], listed: drawn.listed[id] ?? [], hasCode: false, papers: 0,
  offers: drawn.offers[id] ?? -1, label: shortened(drawn.names[id]) || "(no name)",
}));
// A region is a node as well: it can be found, selected and, where it is drawn, opened.
const regionNode = (place) => nodes[drawn.ids.length + place];
drawn.regions.forEach(([name, papers], place) => {
  const [, , size] = drawn.overview?.[place] ?? [0, 0, 20];
  nodes.push({
    id: nodes.length, key: `region/${place}`, name, kind: REGION, size, kinds: ["region"], aliases: [], url: "",
    region: place, listed: [], hasCode: false, papers, offers: -1, label: shortened(name.split(" · ")[0]), members: [],
  });
});
for (const node of nodes) if (node.kind !== REGION && node.region >= 0) regionNode(node.region).members.push(node.id);
const numberOf = new Map(nodes.map((node) => [node.key, node.id]));
const isPaper = (node) => node.kind.name === "paper";

const edges = drawn.edges.map(([from, to, relation, sure], id) => ({ id, from, to, relation: relations[relation], sure }));
const touching = nodes.map(() => []);
for (const edge of edges) {
  touching[edge.from].push(edge);
  if (edge.to !== edge.from) touching[edge.to].push(edge);
  if (isPaper(nodes[edge.from])) nodes[edge.to].papers += 1;
  if (edge.relation.name === "hasCode") nodes[edge.from].hasCode = true;
}
const otherEnd = (edge, number) => (edge.from === number ? edge.to : edge.from);
const neighbours = (number) => [...new Set(touching[number].map((edge) => otherEnd(edge, number)))];

let unpacking;
const readings = () => {
  unpacking ??= unpack("texts");
  return unpacking;
};
