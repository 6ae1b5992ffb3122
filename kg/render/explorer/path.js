// The shortest explained path between two picks, step by step, in the panel.
const stepLine = (read, edge, from) => {
  const item = element("li");
  const isForward = edge.from === from;
  const words = element("p", "step");
  words.append(stroke(edge.relation.manner), " " + edge.relation[isForward ? "label" : "inverse"]);
  item.append(words, nodeButton(nodes[otherEnd(edge, from)], surety(edge)), ...quotesOf(read, edge));
  return item;
};
const pathParts = (read) => {
  const [one, other] = [selected(), chosenNode(state.to)];
  const head = worded("h2", "", `${nodes[one].label} → ${nodes[other].label}`);
  const kind = element("p", "kind", way.length ? counted(way.length, "step") : "");
  if (!way.length) return [closer(), kind, head, element("p", "", "No path of facts joins these two under the filters that are set.")];
  const list = element("ol", "path");
  const first = element("li");
  first.append(nodeButton(nodes[one]));
  list.append(first);
  let at = one;
  for (const edge of way) {
    list.append(stepLine(read, edge, at));
    at = otherEnd(edge, at);
  }
  return [closer(), kind, head, list];
};
