"use strict";
// Draws the graph in #graph and answers clicks, keys and the address's #select=<id>.
// Texts of the graph reach the page through textContent and the canvas only, never as markup.
(() => {
  const graph = JSON.parse(document.getElementById("graph").textContent);
  const { nodes, edges, quotes, kinds, relations, manners } = graph;
  const byId = (id) => document.getElementById(id);
  const [picture, panel, tooltip, search, hits] = ["picture", "panel", "tooltip", "search", "hits"].map(byId);
  const root = document.documentElement;
  const narrow = () => window.innerWidth <= 640;
  const numberOf = new Map(nodes.map((node) => [node.key, node.id]));
  const focus = graph.focus === null ? -1 : numberOf.get(graph.focus);
  const touching = nodes.map(() => []);
  edges.forEach((edge, i) => {
    edge.id = i;
    edge.manner = relations[edge.relation][2];
    touching[edge.from].push(edge);
    if (edge.to !== edge.from) touching[edge.to].push(edge);
  });
  const otherEnd = (edge, number) => (edge.from === number ? edge.to : edge.from);

  const element = (tag, className, text) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const sign = (node) => coloured(element("span", "sign " + node.shape), node.group);
  const coloured = (made, name) => {
    made.style.setProperty("--of", `var(--${name})`);
    return made;
  };
  const number = (count) => count.toLocaleString("en");

  // ── Colours: the style sheet's, so that dark and light are told apart in one place.
  const DASHES = { compared: [7, 5], mentioned: [2, 5], linked: [10, 4] };
  const WIDTHS = { new: 2, used: 1.1, compared: 1.1, mentioned: 0.9, about: 0.9, linked: 0.9 };
  let colour;
  const readColours = () => {
    const style = getComputedStyle(root);
    colour = (name) => style.getPropertyValue("--" + name).trim();
  };
  const groups = () => Object.fromEntries(Object.keys(kinds).map((kind) => [kind, {
    color: {
      background: colour(kind), border: colour("ground"),
      highlight: { background: colour(kind), border: colour("ink") },
      hover: { background: colour(kind), border: colour("ink") },
    },
  }]));

  // ── What is shown: kinds and manners switched off, and the selected node's surroundings.
  const off = new Set();
  let selected = -1;
  let near = null;
  const isShown = (node) => !off.has(node.group);
  const isClear = (number) => near === null || near.has(number);
  const drawnNode = (node) => ({
    id: node.id, hidden: !isShown(node), opacity: isClear(node.id) ? 1 : 0.16,
    borderWidth: node.id === focus ? 4 : 1,
    ...(node.id === focus && { color: {
      background: colour(node.group), border: colour("ink"),
      highlight: { background: colour(node.group), border: colour("ink") },
      hover: { background: colour(node.group), border: colour("ink") },
    } }),
  });
  // The more edges there are, the fainter each, so that nodes stay in front.
  const calm = Math.min(0.8, Math.max(0.35, 20 / Math.sqrt(edges.length)));
  const drawnEdge = (edge) => {
    const clear = near === null || edge.from === selected || edge.to === selected;
    const at = colour(edge.manner);
    return {
      id: edge.id,
      hidden: off.has(edge.manner) || !isShown(nodes[edge.from]) || !isShown(nodes[edge.to]),
      width: WIDTHS[edge.manner] * (near !== null && clear ? 1.8 : 1),
      color: { color: at, highlight: at, hover: colour("ink"), opacity: clear ? (near ? 1 : calm) : calm / 6 },
    };
  };
  const nodeSet = new vis.DataSet();
  const edgeSet = new vis.DataSet();
  let lastDrawn = new Map();
  const restyle = () => {
    const now = new Map();
    const changed = (prefix, entry) => {
      const text = JSON.stringify(entry);
      now.set(prefix + entry.id, text);
      return lastDrawn.get(prefix + entry.id) !== text;
    };
    nodeSet.update(nodes.map(drawnNode).filter((entry) => changed("n", entry)));
    edgeSet.update(edges.map(drawnEdge).filter((entry) => changed("e", entry)));
    lastDrawn = now;
  };

  // ── The picture.
  readColours();
  // The layout is wider than high; on a screen that is higher than wide, it is put on its side.
  const upright = picture.clientHeight > picture.clientWidth;
  nodeSet.add(nodes.map(({ id, shape, group, size, x, y }) => (
    { id, shape, group, size, x: upright ? y : x, y: upright ? x : y, ...drawnNode(nodes[id]) })));
  edgeSet.add(edges.map((edge) => ({
    from: edge.from, to: edge.to, arrows: edge.arrows, dashes: DASHES[edge.manner] || false, ...drawnEdge(edge),
  })));
  const many = edges.length > 2500; // More lines than a browser moves smoothly.
  const network = new vis.Network(picture, { nodes: nodeSet, edges: edgeSet }, {
    ...graph.options,
    groups: groups(),
    interaction: { ...graph.options.interaction, hideEdgesOnDrag: many, hideEdgesOnZoom: many },
  });

  // Brings some nodes into the part of the picture that the panel leaves free.
  const GLIDE = { duration: 350, easingFunction: "easeInOutQuad" };
  const lookAt = (numbers, closest, animation = GLIDE) => {
    const places = [...numbers].map((number) => network.getPosition(number));
    if (!places.length) return;
    const range = (axis) => [Math.min(...places.map((at) => at[axis])), Math.max(...places.map((at) => at[axis]))];
    const [[left, right], [top, bottom]] = [range("x"), range("y")];
    const { clientWidth: width, clientHeight: height } = picture;
    const legend = byId("legend");
    const beside = { left: width > 900 && legend.open ? legend.offsetWidth : 0, right: narrow() ? 0 : panel.offsetWidth };
    const below = narrow() ? panel.offsetHeight : 0;
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
  const fit = (animation) => lookAt(order, 2, animation);
  const zoom = (factor) => network.moveTo({ scale: network.getScale() * factor, animation: { ...GLIDE, duration: 180 } });

  // ── Labels: the most used first, each only where it covers no other.
  const order = nodes.map((node) => node.id).sort((a, b) => nodes[b].size - nodes[a].size || a - b);
  const famous = new Set(order.filter((number) => nodes[number].group !== "paper").slice(0, 15));
  let hovered = -1;
  const isWanted = (number) => number === hovered || number === selected || number === focus;
  const labelOrder = () => {
    const first = [...new Set([hovered, selected, focus])].filter((number) => number >= 0);
    const close = near === null ? [] : order.filter((number) => near.has(number));
    return [...new Set([...first, ...close, ...(near === null ? order : [])])];
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
  const drawLabels = (context) => {
    const scale = network.getScale();
    const ratio = context.canvas.width / context.canvas.clientWidth;
    const { clientWidth: width, clientHeight: height } = context.canvas;
    const seen = new Map();
    for (const node of nodes) {
      const at = network.canvasToDOM(network.getPosition(node.id));
      const inside = at.x > -200 && at.x < width + 200 && at.y > -60 && at.y < height + 60;
      if (isShown(node) && inside) seen.set(node.id, { ...at, radius: node.size * scale });
    }
    const signs = [...seen].filter(([number]) => isClear(number)).map(
      ([, { x, y, radius: r }]) => [x - r * 0.8, y - r * 0.8, x + r * 0.8, y + r * 0.8]);
    const labels = [];
    context.save();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.textAlign = "center";
    context.textBaseline = "top";
    context.lineJoin = "round";
    context.lineWidth = 4;
    context.strokeStyle = colour("ground");
    const [ink, soft] = [colour("ink"), colour("soft")];
    for (const number of labelOrder()) {
      if (!seen.has(number)) continue;
      const at = seen.get(number);
      const wanted = isWanted(number);
      if (at.radius < 3.5 && near === null && !wanted && !famous.has(number)) continue;
      const { label, group } = nodes[number];
      const px = Math.round(Math.min(Math.max(at.radius * 0.75, 11), 17)) + (wanted ? 2 : 0);
      context.font = `${wanted ? 650 : group === "paper" ? 400 : 500} ${px}px system-ui, sans-serif`;
      const boxes = labelBoxes(at, context.measureText(label).width / 2 + 3, px + 3)
        .filter((box) => box[0] > 0 && box[2] < width && isFree(box, labels));
      // Rather no label than one on top of other nodes, but for the nodes that matter most.
      const box = boxes.find((free) => isFree(free, signs)) ?? (wanted || famous.has(number) ? boxes[0] : undefined);
      if (!box) continue;
      labels.push(box);
      context.fillStyle = group === "paper" && !wanted ? soft : ink;
      context.strokeText(label, (box[0] + box[2]) / 2, box[1] + 2);
      context.fillText(label, (box[0] + box[2]) / 2, box[1] + 2);
    }
    context.restore();
  };
  network.on("afterDrawing", drawLabels);

  // ── The tooltip.
  const showTip = (lines, { x, y }) => {
    tooltip.replaceChildren(document.createTextNode(lines[0].slice(0, 300)), element("small", "", lines[1]));
    tooltip.hidden = false;
    const right = Math.min(x + 14, picture.clientWidth - tooltip.offsetWidth - 6);
    const below = y + 18 + tooltip.offsetHeight > picture.clientHeight ? y - tooltip.offsetHeight - 10 : y + 18;
    tooltip.style.left = Math.max(right, 6) + "px";
    tooltip.style.top = below + "px";
  };
  const hideTip = () => { tooltip.hidden = true; };
  network.on("hoverNode", ({ node, pointer }) => {
    hovered = node;
    picture.style.cursor = "pointer";
    const facts = touching[node].length;
    showTip([nodes[node].name, `${nodes[node].kinds.join(", ")} · ${number(facts)} ${facts === 1 ? "fact" : "facts"}`], pointer.DOM);
  });
  network.on("hoverEdge", ({ edge, pointer }) => {
    const { from, to, relation, confidence } = edges[edge];
    showTip([`${nodes[from].label} — ${relations[relation][0]} — ${nodes[to].label}`, `confidence ${confidence.toFixed(2)}`], pointer.DOM);
  });
  for (const event of ["blurNode", "blurEdge", "dragStart", "zoom"]) {
    network.on(event, () => { hovered = -1; picture.style.cursor = ""; hideTip(); });
  }

  // ── The panel.
  const marked = ([row, start, end]) => {
    const letters = Array.from(quotes[row]);
    const quote = element("blockquote", "");
    quote.dir = "auto";
    const slice = (from, to) => letters.slice(from, to).join("");
    quote.append(slice(0, start), element("mark", "", slice(start, end)), slice(end));
    if (start === end) quote.querySelector("mark").remove();
    return quote;
  };
  const fact = (edge, number) => {
    const end = nodes[otherEnd(edge, number)];
    const item = element("li");
    const walk = element("button", "end");
    const name = element("span", "name", end.name);
    name.dir = "auto";
    const sure = element("span", "sure", edge.confidence.toFixed(2));
    sure.title = "confidence";
    walk.append(sign(end), name, sure);
    walk.addEventListener("click", () => select(end.id));
    item.append(walk, ...edge.evidence.map(marked));
    return item;
  };
  const factGroups = (number) => {
    const found = new Map();
    for (const edge of touching[number]) {
      const words = relations[edge.relation][edge.from === number ? 0 : 1];
      if (!found.has(words)) found.set(words, []);
      found.get(words).push(edge);
    }
    const rank = Object.values(relations).flatMap(([label, inverse]) => [label, inverse]);
    return [...found].sort(([a], [b]) => rank.indexOf(a) - rank.indexOf(b));
  };
  const heading = (words, facts) => {
    const line = element("h3");
    line.append(stroke(facts[0].manner), `${words} (${number(facts.length)})`);
    return line;
  };
  const address = (url) => {
    if (!/^https?:\/\//i.test(url)) return [];
    const link = element("a", "address", url);
    link.href = url;
    link.rel = "noopener noreferrer";
    link.target = "_blank";
    return [link];
  };
  const abstract = (text) => {
    if (!text) return [];
    const folded = element("details");
    const words = element("p", "", text);
    words.dir = "auto";
    folded.open = !narrow();
    folded.append(element("summary", "", "Abstract"), words);
    return [folded];
  };
  const showPanel = (number) => {
    const node = nodes[number];
    const close = element("button", "close", "×");
    close.title = "Close (Esc)";
    close.addEventListener("click", () => select(-1));
    const kind = element("p", "kind");
    kind.append(sign(node), " " + node.kinds.join(", "));
    const name = element("h2", "", node.name || node.label);
    name.dir = "auto";
    const aliases = node.aliases.length ? [element("p", "aliases", "also " + node.aliases.join(", "))] : [];
    const facts = factGroups(number).flatMap(([words, found]) => {
      const list = element("ul");
      found.sort((a, b) => b.confidence - a.confidence || otherEnd(a, number) - otherEnd(b, number));
      list.append(...found.map((edge) => fact(edge, number)));
      return [heading(words, found), list];
    });
    panel.replaceChildren(close, kind, name, ...aliases, ...address(node.url), ...abstract(node.detail), ...facts);
    panel.hidden = false;
    panel.scrollTop = 0;
  };

  // ── Selection: the address is the one place that holds it, so links and Back work.
  const select = (number) => {
    const wanted = number < 0 ? "" : "#select=" + encodeURIComponent(nodes[number].key);
    if (location.hash !== wanted) location.hash = wanted;
  };
  const chosen = () => {
    try {
      return numberOf.get(decodeURIComponent(location.hash.replace(/^#select=/, ""))) ?? -1;
    } catch (error) {
      return -1; // A malformed %-escape in the address selects nothing.
    }
  };
  const follow = () => {
    selected = chosen();
    panel.hidden = selected < 0;
    near = selected < 0 ? null : new Set([selected, ...touching[selected].map((edge) => otherEnd(edge, selected))]);
    hideTip();
    restyle();
    if (selected < 0) {
      network.unselectAll();
      return;
    }
    showPanel(selected);
    network.selectNodes([selected], false);
    lookAt(near, 1.3);
  };
  window.addEventListener("hashchange", follow);
  network.on("click", ({ nodes: [hit] }) => select(hit ?? -1));

  // ── Search.
  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const names = nodes.map((node) => [node.name, ...node.aliases].map(folded));
  const goodness = (name, wanted) => {
    if (name === wanted) return 4;
    if (name.startsWith(wanted)) return 3;
    const at = name.indexOf(wanted);
    return at < 0 ? 0 : /[^\p{L}\p{N}]/u.test(name[at - 1]) ? 2 : 1;
  };
  const best = (text) => {
    const wanted = folded(text).trim();
    if (!wanted) return [];
    return order
      .map((number) => [Math.max(...names[number].map((name) => goodness(name, wanted))), number])
      .filter(([good]) => good > 0)
      .sort(([a], [b]) => b - a)
      .slice(0, 12)
      .map(([, number]) => number);
  };
  let found = [];
  let at = 0;
  const showHits = () => {
    hits.replaceChildren(...found.map((number, i) => {
      const hit = element("li");
      hit.setAttribute("role", "option");
      hit.setAttribute("aria-selected", String(i === at));
      hit.append(sign(nodes[number]), " " + nodes[number].name.slice(0, 200));
      hit.addEventListener("pointerdown", (event) => { event.preventDefault(); goTo(number); });
      return hit;
    }));
    if (!found.length) hits.append(element("li", "none", "Nothing in this picture is called that."));
    hits.hidden = !search.value.trim();
    search.setAttribute("aria-expanded", String(!hits.hidden));
  };
  const goTo = (number) => {
    off.delete(nodes[number].group);
    showLegend();
    restyle();
    select(number);
    hits.hidden = true;
    search.blur();
  };
  search.addEventListener("input", () => { found = best(search.value); at = 0; showHits(); });
  search.addEventListener("focus", () => search.select());
  search.addEventListener("blur", () => { hits.hidden = true; });
  search.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length) {
      event.preventDefault();
      at = (at + step + found.length) % found.length;
      showHits();
    } else if (event.key === "Enter" && found.length) goTo(found[at]);
    else if (event.key === "Escape") search.blur();
  });
  document.addEventListener("keydown", (event) => {
    if (event.target === search || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/") { event.preventDefault(); search.focus(); }
    else if (event.key === "Escape") select(-1);
    else if (event.key === "0") fit();
  });

  // ── The legend.
  const stroke = (manner) => {
    const made = coloured(element("span", "stroke"), manner);
    made.style.setProperty("--drawn", { compared: "dashed", mentioned: "dotted", linked: "dashed" }[manner] || "solid");
    return made;
  };
  const toggle = (name, mark, words, count) => {
    const button = element("button");
    button.type = "button";
    button.setAttribute("aria-pressed", String(!off.has(name)));
    button.append(mark, element("span", "", words), element("span", "count", number(count)));
    button.addEventListener("click", () => {
      if (!off.delete(name)) off.add(name);
      showLegend();
      restyle();
    });
    return button;
  };
  const counted = (list, key) => list.reduce((counts, entry) => counts.set(entry[key], (counts.get(entry[key]) || 0) + 1), new Map());
  const nodeCounts = counted(nodes, "group");
  const edgeCounts = counted(edges, "manner");
  const showLegend = () => {
    byId("kinds").replaceChildren(...Object.entries(kinds).filter(([kind]) => nodeCounts.has(kind)).map(
      ([kind, [, plural]]) => toggle(kind, sign(nodes.find((node) => node.group === kind)), plural, nodeCounts.get(kind))));
    byId("manners").replaceChildren(...Object.entries(manners).filter(([manner]) => edgeCounts.has(manner)).map(
      ([manner, words]) => toggle(manner, stroke(manner), words, edgeCounts.get(manner))));
  };

  // ── Opening.
  const total = Math.max(graph.total ?? nodes.length, nodes.length);
  byId("shown").textContent = (total > nodes.length ? `showing ${number(nodes.length)} of ${number(total)} nodes` : `${number(nodes.length)} nodes`) +
    `, ${number(edges.length)} facts`;
  byId("legend").open = !narrow();
  showLegend();
  byId("closer").addEventListener("click", () => zoom(1.5));
  byId("further").addEventListener("click", () => zoom(1 / 1.5));
  byId("whole").addEventListener("click", () => fit());
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    readColours();
    network.setOptions({ groups: groups() });
    restyle();
  });
  fit(false);
  if (location.hash) follow();
  network.once("afterDrawing", () => { root.dataset.ready = "true"; });
  network.redraw();
})();
