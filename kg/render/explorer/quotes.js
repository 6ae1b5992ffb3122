// Sentences with the mentions in them marked, and abstracts with all of theirs.

// Yields the text between start and end, split where marks begin and end; a letter has one mark.
const marked = (made, text, start, end, marks) => {
  let from = start;
  for (const mark of [...marks].sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (mark.start < from || mark.end > end || mark.start === mark.end) continue;
    made.append(text.slice(from, mark.start));
    const place = coloured(element("mark", mark.kind ? "of" : "", text.slice(mark.start, mark.end)), mark.kind || "mark");
    if (mark.kind) place.title = `${mark.kind}: ${mark.name}`;
    made.append(place);
    from = mark.end;
  }
  made.append(text.slice(from, end));
  return made;
};

// The mentions of a fact, sentence by sentence.
const sentencesOf = (read, edge) => {
  const bySentence = new Map();
  const places = read.evidence[edge.id];
  for (let i = 0; i < places.length; i += 3) {
    const [sentence, start, end] = places.slice(i, i + 3);
    if (!bySentence.has(sentence)) bySentence.set(sentence, []);
    bySentence.get(sentence).push({ start, end });
  }
  return [...bySentence];
};
const quoteOf = (read, sentence, marks) => {
  const [row, start, end] = read.sentences[sentence];
  return marked(worded("blockquote", ""), read.texts[row], start, end, marks);
};
// The two most telling sentences of a fact, and the others on demand.
const FEW_QUOTES = 2;
const quotesOf = (read, edge) => {
  const quotes = sentencesOf(read, edge).map(([sentence, marks]) => quoteOf(read, sentence, marks));
  if (quotes.length <= FEW_QUOTES) return quotes;
  const rest = quotes.slice(FEW_QUOTES);
  const more = button(`${counted(rest.length, "more sentence")}`, () => more.replaceWith(...rest), "more");
  return [...quotes.slice(0, FEW_QUOTES), more];
};

// All mentions in one text of a paper, those of names before those of themes.
const ABOUT = new Set(["hasTheme"]);
const mentionsIn = (read, paper, row) => {
  const marks = [];
  for (const edge of touching[paper]) {
    const other = nodes[otherEnd(edge, paper)];
    for (const [sentence, places] of sentencesOf(read, edge)) {
      if (read.sentences[sentence][0] !== row) continue;
      const last = ABOUT.has(edge.relation.name);
      marks.push(...places.map((place) => ({ ...place, kind: other.kind.name, name: other.name, last })));
    }
  }
  const taken = [];
  for (const mark of marks.sort((a, b) => a.last - b.last || a.start - b.start || b.end - a.end)) {
    if (!taken.some((other) => mark.start < other.end && other.start < mark.end)) taken.push(mark);
  }
  return taken;
};
