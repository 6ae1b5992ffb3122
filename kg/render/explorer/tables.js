// Tables of what passes the filters: papers with their methods, data sets with their papers, and
// which methods were tried on which data sets. Cells hold node numbers, texts or counts.
const [FIRST_ROWS, MORE_ROWS] = [200, 1000];
const MOST_LISTED = 12;
const ends = (id, names) => touching[id].filter((edge) => edge.from === id && names.includes(edge.relation.name) && edgePasses(edge)).map((edge) => edge.to);
const starts = (id, names) => touching[id].filter((edge) => edge.to === id && names.includes(edge.relation.name) && edgePasses(edge) && passing.papers.has(edge.from)).map((edge) => edge.from);
const list = (ids) => ({ ids, text: ids.map((id) => nodes[id].name).join("; "), rank: ids.length });
const text = (words) => ({ text: String(words ?? ""), rank: words ?? "" });
const one = (id) => ({ ids: [id], text: nodes[id].name, rank: folded(nodes[id].name) });

const PAPERS = {
  title: "Papers × methods",
  columns: ["Paper", "Year", "Proposes", "Uses", "Compares with", "Data sets", "Tasks", "Code"],
  rows: () => [...passing.papers].map((id) => [
    one(id), text(nodes[id].year), list(ends(id, ["proposes"])), list(ends(id, ["uses"])), list(ends(id, ["comparesWith"])),
    list(ends(id, ["introduces", "usesDataset"])), list(ends(id, ["addresses"])), list(ends(id, ["hasCode"])),
  ]),
};
const DATASETS = {
  title: "Data sets × papers",
  columns: ["Data set", "Papers", "Introduced by", "Used by", "Methods proposed there"],
  rows: () => nodes.filter((node) => node.kind.name === "dataset").map(({ id }) => {
    const [introduced, used] = [starts(id, ["introduces"]), starts(id, ["usesDataset"])];
    const all = [...new Set([...introduced, ...used])];
    const proposed = [...new Set(all.flatMap((paper) => ends(paper, ["proposes"])))];
    return [one(id), text(all.length), list(introduced), list(used), list(proposed)];
  }).filter(([, count]) => count.rank > 0).sort(([, a], [, b]) => b.rank - a.rank),
};
// A heat map: rows and columns by use; a gap is a pair that nobody tried, a likely one where
// papers of the same task use the one and the other.
const MAP_ROWS = 30;
const MAP_COLUMNS = 20;
const TRIED = ["proposes", "uses", "comparesWith"];
const byPapers = (kind, names) => nodes.filter((node) => node.kind.name === kind)
  .map(({ id }) => [id, new Set(starts(id, names))]).filter(([, papers]) => papers.size)
  .sort(([a, x], [b, y]) => y.size - x.size || a - b);
// Those that were tried with one of the others at least come first, of these the most used.
const triedFirst = (entries, others) => {
  const near = new Set(others.flatMap(([, papers]) => [...papers]));
  const isTried = new Map(entries.map(([id, papers]) => [id, [...papers].some((paper) => near.has(paper))]));
  return [...entries].sort(([a, x], [b, y]) => isTried.get(b) - isTried.get(a) || y.size - x.size);
};
const tasksOf = (papers) => new Set([...papers].flatMap((paper) => ends(paper, ["addresses"])));
const HEAT = {
  title: "Methods × data sets",
  // What is asked for may be the name of methods, of data sets, or of both.
  map: (asked) => {
    const all = { methods: byPapers("method", TRIED), datasets: byPapers("dataset", ["introduces", "usesDataset"]) };
    const named = (entries) => entries.filter(([id]) => asked && folded(nodes[id].name).includes(asked));
    const [methods, datasets] = [named(all.methods), named(all.datasets)];
    if (asked && !methods.length && !datasets.length) return { rows: [], columns: [], cells: [], all };
    const columns = (datasets.length ? datasets : methods.length ? triedFirst(all.datasets, methods) : all.datasets).slice(0, MAP_COLUMNS);
    const rows = triedFirst(methods.length ? methods : all.methods, columns).slice(0, MAP_ROWS);
    const tasks = columns.map(([, papers]) => tasksOf(papers));
    const cells = rows.map(([, papers]) => {
      const own = tasksOf(papers);
      return columns.map(([, others], i) => ({
        count: [...papers].filter((paper) => others.has(paper)).length,
        isLikely: [...own].some((task) => tasks[i].has(task)),
      }));
    });
    return { rows: rows.map(([id]) => id), columns: columns.map(([id]) => id), cells, all };
  },
};
const TABLES = { papers: PAPERS, datasets: DATASETS, heat: HEAT };

// ── What is on the page now; copying copies exactly this.
const sheet = { columns: [], rows: [], sort: 0, down: false, all: [] };
const walkTo = (id) => {
  const walk = button("", () => go({ select: nodes[id].key, to: "", view: "" }), "cell");
  walk.append(worded("span", "", nodes[id].name));
  return walk;
};
const cellOf = (value, tag = "td") => {
  const cell = element(tag);
  if (!value.ids) {
    cell.append(worded("span", "", value.text));
    return cell;
  }
  const rest = value.ids.slice(MOST_LISTED);
  cell.append(...value.ids.slice(0, MOST_LISTED).map(walkTo));
  if (rest.length) cell.append(button(`and ${number(rest.length)} more`, ({ target }) => target.replaceWith(...rest.map(walkTo)), "cell more"));
  return cell;
};
const headOf = (words, i) => {
  const head = element("th");
  head.scope = "col";
  const isSorted = sheet.sort === i + 1;
  head.setAttribute("aria-sort", isSorted ? (sheet.down ? "descending" : "ascending") : "none");
  head.append(button(words, () => {
    sheet.down = isSorted ? !sheet.down : typeof sheet.all[0]?.[i].rank === "number" && i > 0;
    sheet.sort = i + 1;
    fillTable();
  }));
  return head;
};
const compare = (a, b) => (typeof a === typeof b ? (a < b ? -1 : a > b ? 1 : 0) : String(a) < String(b) ? -1 : 1);
const asked = () => folded(byId("tablefilter").value).trim();
const rowOf = (cells) => {
  const made = element("tr");
  made.append(...cells.map((cell, i) => cellOf(cell, i ? "td" : "th")));
  made.firstChild.scope = "row";
  return made;
};
// Thousands of rows take a browser long: they come by and by.
const addRows = (body, foot, from, to) => {
  body.append(...sheet.rows.slice(from, to).map(rowOf));
  const left = sheet.rows.length - to;
  foot.replaceChildren();
  if (left <= 0) return;
  const [line, cell] = [element("tr"), element("td")];
  cell.colSpan = sheet.columns.length;
  const more = Math.min(left, MORE_ROWS);
  cell.append(button(`show ${number(more)} more of ${counted(sheet.rows.length, "row")}`, () => addRows(body, foot, to, to + more), "more"));
  line.append(cell);
  foot.append(line);
};
const fillTable = () => {
  const wanted = asked();
  const fits = (row) => !wanted || row.some((cell) => folded(cell.text).includes(wanted));
  sheet.rows = sheet.all.filter(fits);
  if (sheet.sort) sheet.rows.sort((a, b) => compare(a[sheet.sort - 1].rank, b[sheet.sort - 1].rank) * (sheet.down ? -1 : 1));
  const [head, body, foot] = [element("thead"), element("tbody"), element("tfoot")];
  const line = element("tr");
  line.append(...sheet.columns.map(headOf));
  head.append(line);
  addRows(body, foot, 0, FIRST_ROWS);
  byId("grid").className = "";
  byId("grid").replaceChildren(head, body, foot);
  byId("tablesays").textContent = counted(sheet.rows.length, "row");
};
const fillMap = () => {
  const { rows, columns, cells, all } = HEAT.map(asked());
  const most = Math.max(1, ...cells.flat().map((cell) => cell.count));
  const [head, body] = [element("thead"), element("tbody")];
  const top = element("tr");
  top.append(element("td"), ...columns.map((id) => { const cell = cellOf(one(id), "th"); cell.scope = "col"; return cell; }));
  head.append(top);
  let gaps = 0;
  rows.forEach((id, i) => {
    const line = element("tr");
    const name = cellOf(one(id), "th");
    name.scope = "row";
    line.append(name, ...columns.map((other, j) => {
      const { count, isLikely } = cells[i][j];
      const cell = element("td", count ? "tried" : isLikely ? "gap" : "");
      if (!count && !isLikely) return cell;
      gaps += count ? 0 : 1;
      const words = count ? number(count) : "○";
      const walk = button(words, () => go({ select: nodes[id].key, to: nodes[other].key, view: "" }));
      walk.setAttribute("aria-label", `${nodes[id].label} on ${nodes[other].label}: ${count ? counted(count, "paper") : "a gap"}`);
      cell.style.setProperty("--heat", `${Math.round(20 + 60 * count / most)}%`);
      cell.append(walk);
      return cell;
    }));
    body.append(line);
  });
  byId("grid").className = "heat";
  byId("grid").replaceChildren(head, body);
  byId("tablesays").textContent = rows.length
    ? `${counted(gaps, "gap")} (○): papers of one task use both, none of them together · ${rows.length} of ${counted(all.methods.length, "method")}, ${columns.length} of ${counted(all.datasets.length, "data set")}`
    : "no method or data set is called that";
  sheet.columns = ["", ...columns.map((id) => nodes[id].name)];
  sheet.rows = rows.map((id, i) => [one(id), ...cells[i].map(({ count }) => text(count))]);
};
const showTable = (now, before) => {
  const table = TABLES[now.view];
  byId("table").hidden = !table;
  for (const tab of document.querySelectorAll("#tabs button")) {
    const isHere = tab.dataset.view === (table ? now.view : "");
    tab.setAttribute("aria-selected", String(isHere));
    tab.tabIndex = isHere ? 0 : -1;
  }
  byId("legend").hidden = Boolean(table) && isNarrow();
  if (!table) return;
  if (now.view !== before.view) Object.assign(sheet, { sort: 0, down: false });
  if (table !== HEAT) Object.assign(sheet, { columns: table.columns, all: table.rows() });
  fill();
};
const fill = () => (state.view === "heat" ? fillMap() : fillTable());
onChange(showTable);
byId("tablefilter").addEventListener("input", fill);

// ── Copying.
const plain = (words) => words.replace(/[\t\r\n]+/g, " ");
const asTsv = () => [sheet.columns, ...sheet.rows.map((row) => row.map((cell) => cell.text))].map((row) => row.map(plain).join("\t")).join("\n") + "\n";
const asMarkdown = () => {
  const line = (cells) => "| " + cells.map((words) => plain(words).replace(/[\\|<>`*_[\]]/g, "\\$&")).join(" | ") + " |";
  return [line(sheet.columns), "|" + sheet.columns.map(() => "---|").join(""), ...sheet.rows.map((row) => line(row.map((cell) => cell.text)))].join("\n") + "\n";
};
const copy = async (words, what) => {
  try {
    await navigator.clipboard.writeText(words);
  } catch (error) {
    // A page from disk may not be trusted with the clipboard: the older way asks nobody.
    const field = element("textarea");
    field.value = words;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
  root.dataset.copied = String(words.length);
  say(`${what} copied`);
  byId("tablesays").textContent = `${what} copied`;
};
byId("copytsv").addEventListener("click", () => copy(asTsv(), "The table as TSV is"));
byId("copymarkdown").addEventListener("click", () => copy(asMarkdown(), "The table as Markdown is"));

// ── Tabs: one of them is reached by Tab, the others by arrows.
const tabs = [...document.querySelectorAll("#tabs button")];
tabs.forEach((tab, i) => {
  tab.addEventListener("click", () => go({ view: tab.dataset.view }));
  tab.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = tabs[(i + step + tabs.length) % tabs.length];
    go({ view: next.dataset.view });
    next.focus();
  });
});
