// Elements of the page. Texts reach it through textContent and the canvas only, never as markup.
const byId = (id) => document.getElementById(id);
const root = document.documentElement;
const element = (tag, className, text) => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
};
// A text of the graph, in the direction of its own letters.
const worded = (tag, className, text) => {
  const made = element(tag, className, text);
  made.dir = "auto";
  return made;
};
const button = (words, act, className = "") => {
  const made = element("button", className, words);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
};
const coloured = (made, name) => {
  made.style.setProperty("--of", `var(--${name})`);
  return made;
};
const sign = (node) => coloured(element("span", "sign " + node.kind.shape), node.kind.name);
const DRAWN = { compared: "dashed", mentioned: "dotted", linked: "dashed" };
const stroke = (manner) => {
  const made = coloured(element("span", "stroke"), manner);
  made.style.setProperty("--drawn", DRAWN[manner] || "solid");
  return made;
};
const number = (count) => count.toLocaleString("en");
const counted = (count, one, many = one + "s") => `${number(count)} ${count === 1 ? one : many}`;
const link = (url, words) => {
  if (!/^https?:\/\//i.test(url)) return [];
  const made = element("a", "", words ?? url);
  made.href = url;
  made.rel = "noopener noreferrer";
  made.target = "_blank";
  return [made];
};
const isNarrow = () => window.innerWidth <= 640;
const say = (words) => { byId("said").textContent = words; };
// Shows the first of many, and the others on demand.
const FEW = 30;
const someOf = (list, items, made) => {
  list.append(...items.slice(0, FEW).map(made));
  if (items.length > FEW) {
    const more = element("li");
    more.append(button(`show all ${number(items.length)}`, () => { more.replaceWith(...items.slice(FEW).map(made)); }, "more"));
    list.append(more);
  }
  return list;
};
