// What a page does besides without being loaded anew; all of it works without this, too.
"use strict";
(() => {
  const search = document.getElementById("search");
  const suggestions = document.getElementById("suggestions");
  let last = "";
  search.addEventListener("input", async () => {
    const text = search.value.trim();
    last = text;
    if (text.length < 2) return;
    const answer = await fetch("/suggest?q=" + encodeURIComponent(text));
    // Answers may overtake each other.
    if (!answer.ok || text !== last) return;
    const names = await answer.json();
    suggestions.replaceChildren(...names.map((name) => Object.assign(document.createElement("option"), { value: name })));
  });
  document.addEventListener("keydown", (event) => {
    const typing = ["INPUT", "TEXTAREA"].includes(event.target.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      search.focus();
    }
  });

  const editor = document.getElementById("editor");
  if (!editor) return;
  const LONGEST_ADDRESS = 8000;
  editor.form.addEventListener("submit", () => {
    editor.form.method = encodeURIComponent(editor.value).length > LONGEST_ADDRESS ? "post" : "get";
  });
  editor.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      editor.form.requestSubmit();
    }
  });
})();
