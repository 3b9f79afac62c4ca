// A command line with a button that copies it; and the typeface in which the figures are set.
function initialize({ model }) {
  const family = model.get("family");
  for (const [weight, content] of Object.entries(model.get("cuts"))) {
    const known = [...document.fonts].some((one) => one.family === family && one.weight === weight);
    if (!known) document.fonts.add(new FontFace(family, content, { weight }));
  }
}
function render({ model, el }) {
  const line = document.createElement("code");
  const button = document.createElement("button");
  el.classList.add("parameter-command");
  button.type = "button";
  button.className = "jupyter-button";
  const show = () => {
    line.textContent = model.get("text");
    button.textContent = "Copy";
  };
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(model.get("text"));
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(line); // not allowed here: at least Ctrl+C is one key away
    }
  });
  model.on("change:text", show);
  el.append(line, button);
  show();
}
export default { initialize, render };
