// Opening: the address is read, everything is drawn once, then the texts are unpacked.
byId("legend").open = !isNarrow();
byId("closer").addEventListener("click", () => zoom(1.5));
byId("further").addEventListener("click", () => zoom(1 / 1.5));
byId("whole").addEventListener("click", () => fit());
byId("undo").addEventListener("click", undo);
window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { readColours(); restyle(); });
apply(fromHash(location.hash));
fit(false);
if (near) lookAt(near, 1.3, false);
network.once("afterDrawing", () => {
  root.dataset.drawn = String(Math.round(performance.now()));
  root.dataset.ready = "true";
  setTimeout(readings, 50);
});
network.redraw();
