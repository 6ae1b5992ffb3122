// What a page does besides without being loaded anew; all of it works without this, too.
"use strict";
(() => {
  const search = document.getElementById("search");
  const suggestions = document.getElementById("suggestions");
  // None where they do not come: whoever leaves the page before is to see no error.
  const suggested = async (text) => {
    try {
      const answer = await fetch("/suggest?q=" + encodeURIComponent(text));
      return answer.ok ? await answer.json() : [];
    } catch {
      return [];
    }
  };
  let last = "";
  search.addEventListener("input", async () => {
    const text = search.value.trim();
    last = text;
    if (text.length < 2) return;
    const names = await suggested(text);
    // Answers may overtake each other.
    if (text !== last) return;
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
