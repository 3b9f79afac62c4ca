"use strict";
(() => {
  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const draw = (tag, attributes = {}) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };

  // Only what really scrolls needs a stop for the keyboard, and only such a picture a landmark.
  const settleScrollers = () => {
    for (const box of document.querySelectorAll(".scroll, .formula, .board")) {
      const scrolls = box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1;
      if (scrolls) box.setAttribute("tabindex", "0"); else box.removeAttribute("tabindex");
      if (box.matches(".card, .board")) box.setAttribute("role", scrolls ? "region" : "group");
    }
  };

  // On a phone the contents would push the report off the first screen.
  if (matchMedia("(max-width: 65.99rem)").matches) {
    for (const box of document.querySelectorAll(".contents details")) box.open = false;
  }

  const numberIn = (text) => {
    const match = text.replace(/[\s,\u00a0\u202f]/g, "").replace("\u2212", "-").match(/-?\d+(\.\d+)?/);
    return match ? Number(match[0]) : NaN;
  };
  const comparer = (column, rows) => {
    const texts = rows.map((row) => row.cells[column].textContent.trim());
    const dates = texts.every((text) => text === "" || /^\d{4}(-\d\d){0,2}\b/.test(text));
    const numbers = !dates && texts.every((text) => text === "" || /^[^\p{L}]{0,3}\d/u.test(text) || /^[\u2013\u2014-]$/.test(text));
    return (one, other) => {
      const [a, b] = [one, other].map((row) => row.cells[column].textContent.trim());
      if (!numbers) return a.localeCompare(b, document.documentElement.lang, { numeric: !dates });
      const [x, y] = [numberIn(a), numberIn(b)];
      if (Number.isNaN(x) || Number.isNaN(y)) return Number.isNaN(x) - Number.isNaN(y);
      return x - y;
    };
  };
  for (const table of document.querySelectorAll("table.sortable")) {
    const heads = [...table.tHead.rows[0].cells];
    const body = table.tBodies[0];
    heads.forEach((head, column) => {
      if (head.tagName !== "TH") return;
      const button = make("button", { type: "button" }, ...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const up = head.getAttribute("aria-sort") !== "ascending";
        const rows = [...body.rows];
        const compare = comparer(column, rows);
        rows.sort((a, b) => (up ? compare(a, b) : compare(b, a)));
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        body.append(...rows);
      });
    });
  }

  // The explorable network: drawn from the data beside the static picture, which stays for print.
  const years = (edge) => {
    const first = Number(String(edge.first || edge.year || "").slice(0, 4)) || null;
    const last = Number(String(edge.last || edge.first || edge.year || "").slice(0, 4)) || first;
    return [first, last];
  };
  // Where each node goes: columns keep their order, and every label gets a line of its own.
  const LINE = 17;
  const arrange = (nodes) => {
    const xs = nodes.map((node) => node.x);
    const ys = nodes.map((node) => node.y);
    const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const across = (x) => (right > left ? 240 + (500 * (x - left)) / (right - left) : 400);
    const columns = new Map();
    for (const node of nodes) {
      const key = Math.round(across(node.x) / 60);
      columns.set(key, [...(columns.get(key) || []), node]);
    }
    const tallest = Math.max(...[...columns.values()].map((column) => column.length));
    const height = Math.max(320, 40 + tallest * LINE * 1.25);
    const spots = new Map();
    for (const column of columns.values()) {
      // Sums grow upwards, screens downwards.
      column.sort((a, b) => b.y - a.y);
      let reached = -Infinity;
      const placed = column.map((node) => {
        const wished = 20 + ((height - 40) * (high - node.y)) / (high - low || 1);
        reached = Math.max(wished, reached + LINE);
        return reached;
      });
      let limit = height - 20;
      for (let i = placed.length - 1; i >= 0; i -= 1) {
        placed[i] = Math.min(placed[i], limit);
        limit = placed[i] - LINE;
      }
      column.forEach((node, i) => spots.set(node.id, { x: across(node.x), y: placed[i], outer: across(node.x) < 300 && right > left }));
    }
    return { get: (id) => spots.get(id), height };
  };
  const buildNetwork = (place, network, number) => {
    const nodes = (network.nodes || []).filter((node) => Number.isFinite(node.x) && Number.isFinite(node.y));
    const known = new Map(nodes.map((node) => [node.id, node]));
    const edges = (network.edges || []).filter((edge) => known.has(edge.source) && known.has(edge.target));
    if (!nodes.length) return false;
    const layers = [...new Set(nodes.map((node) => String(node.layer || "")))].filter(Boolean);
    const stamps = edges.flatMap(years).filter(Boolean);
    const [from, to] = stamps.length ? [Math.min(...stamps), Math.max(...stamps)] : [0, 0];
    const shown = { layers: new Set(layers), year: to, chosen: null };
    const spots = arrange(nodes);
    const board = draw("svg", { viewBox: `0 0 1000 ${spots.height}`, role: "group", "aria-label": "Network; each node can be focused" });
    const lines = edges.map((edge) => {
      const [a, b] = [spots.get(edge.source), spots.get(edge.target)];
      const line = draw("line", { class: "edge", x1: a.x, y1: a.y, x2: b.x, y2: b.y });
      board.append(line);
      return { edge, line };
    });
    const detail = make("div", { class: "detail", "aria-live": "polite" });
    const isShown = (edge) => {
      const [first] = years(edge);
      const ends = [known.get(edge.source), known.get(edge.target)];
      return ends.every((node) => !node.layer || shown.layers.has(String(node.layer))) && (!first || first <= shown.year);
    };
    const dots = nodes.map((node) => {
      const group = draw("g", { class: "node", tabindex: "0", role: "button" });
      const degree = edges.filter((edge) => edge.source === node.id || edge.target === node.id).length;
      const spot = spots.get(node.id);
      group.append(draw("circle", { cx: spot.x, cy: spot.y, r: 4 + Math.min(4, Math.sqrt(degree) * 0.8) }));
      const words = draw("text", { x: spot.x + (spot.outer ? -11 : 11), y: spot.y + 4, "text-anchor": spot.outer ? "end" : "start" });
      const name = String(node.label || node.id);
      words.textContent = name.length > 38 ? `${name.slice(0, 36)}\u2026` : name;
      group.append(words);
      group.setAttribute("aria-label", `${node.label || node.id}, ${node.layer || ""}, ${degree} ${degree === 1 ? "tie" : "ties"}`);
      for (const event of ["pointerenter", "focus", "click"]) group.addEventListener(event, () => choose(node));
      board.append(group);
      return { node, group };
    });
    const describe = () => {
      detail.replaceChildren();
      const node = shown.chosen;
      if (!node) {
        detail.append(make("p", {}, "Point at a node, or move to it with the Tab key, to see its ties and sources."));
        return;
      }
      const ties = edges.filter((edge) => isShown(edge) && (edge.source === node.id || edge.target === node.id));
      detail.append(make("p", {}, make("strong", {}, node.label || node.id), node.layer ? ` \u2013 ${node.layer}` : "", ` \u2013 ${ties.length} ${ties.length === 1 ? "tie" : "ties"}`));
      const items = ties.map((edge) => {
        const other = known.get(edge.source === node.id ? edge.target : edge.source);
        const [first, last] = years(edge);
        const when = first ? ` (${first}${last && last !== first ? `\u2013${last}` : ""})` : "";
        const sources = (edge.sources || []).length ? `; sources: ${edge.sources.join(", ")}` : "";
        return make("li", {}, `${edge.kind ? `${edge.kind}: ` : ""}${other.label || other.id}${when}${sources}`);
      });
      if (items.length) detail.append(make("ul", {}, ...items));
      if ((node.sources || []).length) detail.append(make("p", {}, `Sources: ${node.sources.join(", ")}`));
    };
    const update = () => {
      const near = new Set(shown.chosen ? [shown.chosen.id] : []);
      for (const { edge, line } of lines) {
        const visible = isShown(edge);
        const touches = visible && shown.chosen && (edge.source === shown.chosen.id || edge.target === shown.chosen.id);
        if (touches) { near.add(edge.source); near.add(edge.target); }
        line.style.display = visible ? "" : "none";
        line.classList.toggle("near", Boolean(touches));
        line.classList.toggle("faint", Boolean(shown.chosen && !touches));
      }
      for (const { node, group } of dots) {
        group.style.display = !node.layer || shown.layers.has(String(node.layer)) ? "" : "none";
        group.classList.toggle("chosen", node === shown.chosen);
        group.classList.toggle("faint", Boolean(shown.chosen && !near.has(node.id)));
      }
      describe();
    };
    const choose = (node) => { shown.chosen = node; update(); };
    board.addEventListener("keydown", (event) => { if (event.key === "Escape") choose(null); });
    const filter = make("fieldset", {}, make("legend", {}, "Layers"));
    for (const layer of layers) {
      const box = make("input", { type: "checkbox", checked: "" });
      box.addEventListener("change", () => {
        if (box.checked) shown.layers.add(layer); else shown.layers.delete(layer);
        update();
      });
      filter.append(make("label", {}, box, layer));
    }
    place.append(filter);
    if (to > from) {
      const slider = make("input", { type: "range", min: from, max: to, value: to, step: "1" });
      const now = make("output", {}, String(to));
      slider.addEventListener("input", () => { shown.year = Number(slider.value); now.textContent = slider.value; update(); });
      place.append(make("fieldset", {}, make("label", {}, "Ties begun by", slider, now)));
    }
    place.append(make("div", { class: "board", "aria-label": `Network of ${number}` }, board), detail);
    update();
    return true;
  };
  for (const data of document.querySelectorAll("script.network-data")) {
    const figure = data.closest("figure");
    const place = figure.querySelector(".network");
    const card = figure.querySelector(".card");
    const number = figure.querySelector(".number").textContent;
    let built = false;
    try { built = buildNetwork(place, JSON.parse(data.textContent), number); } catch (error) { place.replaceChildren(); }
    if (!built) continue;
    const button = make("button", { type: "button", class: "view" }, "Show the printed picture");
    button.addEventListener("click", () => {
      const explore = !card.hidden;
      card.hidden = explore;
      place.hidden = !explore;
      button.textContent = explore ? "Show the printed picture" : "Explore the network";
      settleScrollers();
    });
    card.hidden = true;
    place.hidden = false;
    place.before(button);
  }

  settleScrollers();
  addEventListener("resize", settleScrollers);
  document.addEventListener("toggle", settleScrollers, true);
})();
