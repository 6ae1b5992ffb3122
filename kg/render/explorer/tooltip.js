// The tooltip: what the node or the line under the pointer is.
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
