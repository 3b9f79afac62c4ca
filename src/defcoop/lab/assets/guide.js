// Lets the figures and tables above answer to the pointer, and shows what lies behind what is
// chosen.  Where a front end arranges outputs otherwise, the list of marks and rows remains.
const REACH = 12; // pixels from a mark at which it is meant

function render({ model, el }) {
  el.classList.add("guide-pointer");
  const list = document.createElement("select");
  const panel = document.createElement("section");
  list.setAttribute("aria-label", "Go to what lies behind a mark or a row");
  panel.setAttribute("aria-live", "polite");
  const tip = Object.assign(document.createElement("div"), { className: "guide-tip" });
  const ring = Object.assign(document.createElement("div"), { className: "guide-ring" });
  document.body.append(tip, ring);
  el.append(list, panel);

  let sought = false; // whether a person waits for the panel, which may be out of sight
  const choose = (subject) => {
    model.set("chosen", subject);
    model.save_changes();
  };
  const fill = () => {
    const entries = model.get("exhibits").flatMap((one) => one.marks ?? one.rows ?? []);
    const known = [...new Map(entries.filter((one) => one.subject).map((one) => [one.subject, one])).values()];
    list.replaceChildren(new Option(`What lies behind\u2026 (${known.length} to choose from)`, ""));
    for (const one of known) list.append(new Option(one.text, one.subject));
    list.hidden = known.length === 0;
  };
  const show = () => {
    panel.innerHTML = model.get("detail"); // made and escaped by the kernel
    panel.hidden = !model.get("detail");
    if (sought && !panel.hidden) panel.scrollIntoView({ block: "nearest" });
    sought = false;
  };
  const mark = () => {
    list.value = [...list.options].some((one) => one.value === model.get("chosen")) ? model.get("chosen") : "";
  };

  // The pictures and tables above, in the order in which the kernel tells of them.
  const shown = () => {
    const own = el.closest(".jp-OutputArea-child");
    const before = [];
    for (let one = own?.previousElementSibling; one; one = one.previousElementSibling) before.unshift(one);
    const found = before.flatMap((one) => [
      ...one.querySelectorAll(".jp-RenderedSVG img, [role=img] > svg, .jp-RenderedHTMLCommon table"),
    ]);
    return model.get("exhibits").map((told) => {
      const at = found.findIndex((one) => (one.tagName === "TABLE") === (told.kind === "table"));
      return [told, at < 0 ? null : found.splice(0, at + 1).pop()];
    });
  };
  const meant = (event) => {
    for (const [told, node] of shown()) {
      if (!node?.contains(event.target)) continue;
      if (told.kind === "table") {
        const row = event.target.closest("tbody tr");
        return row ? { node: row, ...told.rows[row.sectionRowIndex] } : null;
      }
      return nearest(told.marks, node, event);
    }
    return null;
  };
  const nearest = (marks, node, event) => {
    const box = node.getBoundingClientRect();
    let best = null;
    for (const one of marks) {
      const x = box.left + one.x * box.width;
      const y = box.top + one.y * box.height;
      const far = Math.hypot(x - event.clientX, y - event.clientY);
      if (far <= REACH && far < (best?.far ?? Infinity)) best = { ...one, far, left: x, top: y, node };
    }
    return best;
  };
  const hide = () => {
    tip.style.display = ring.style.display = "none";
  };
  const point = (event) => {
    const found = meant(event);
    const usable = found?.subject;
    if (found) found.node.style.cursor = usable ? "pointer" : "";
    else if (event.target.closest("svg, img")) event.target.closest("svg, img").style.cursor = "";
    if (!usable) return hide();
    tip.textContent = found.text;
    const left = Math.min(event.clientX + 14, innerWidth - 340);
    Object.assign(tip.style, { display: "block", left: `${left}px`, top: `${event.clientY + 16}px` });
    const round = found.left === undefined ? "none" : "block";
    Object.assign(ring.style, { display: round, left: `${found.left}px`, top: `${found.top}px` });
  };
  const press = (event) => {
    const found = meant(event);
    if (!found?.subject) return;
    hide();
    sought = true;
    choose(found.subject);
  };
  const follow = (event) => {
    const button = event.target.closest("[data-subject]");
    if (button) choose(button.dataset.subject);
  };

  // Outputs are drawn anew after a change, so the area that holds them listens, not they.
  let area = null;
  const attach = () => {
    area = el.closest(".jp-OutputArea");
    area?.addEventListener("mousemove", point);
    area?.addEventListener("mouseleave", hide);
    area?.addEventListener("click", press);
    document.addEventListener("scroll", hide, true);
    if (area) el.dataset.ready = "true";
  };
  const waiting = new IntersectionObserver(() => {
    if (!area) attach();
    if (area) waiting.disconnect();
  });
  waiting.observe(el);
  list.addEventListener("change", () => choose(list.value));
  panel.addEventListener("click", follow);
  model.on("change:exhibits", fill);
  model.on("change:detail", show);
  model.on("change:chosen", mark);
  fill();
  show();
  return () => {
    waiting.disconnect();
    area?.removeEventListener("mousemove", point);
    area?.removeEventListener("mouseleave", hide);
    area?.removeEventListener("click", press);
    document.removeEventListener("scroll", hide, true);
    tip.remove();
    ring.remove();
  };
}
export default { render };
