"use strict";
// Figures and tables are unpacked when their part is opened; tables can be sorted, filtered and saved.

{
  // What columns and their entries are called in sentences; a table that is saved keeps its own names.
  const { names } = JSON.parse(document.getElementById("data").textContent);
  const say = (word) => (Object.hasOwn(names, word) ? names[word] : word);

  async function unpack(script) {
    const bytes = Uint8Array.from(atob(script.textContent), (letter) => letter.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
  }

  const make = (name, properties, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };

  async function showFigure(figure) {
    const script = figure.querySelector("script");
    if (!script) return;
    script.remove();
    const address = URL.createObjectURL(new Blob([await unpack(script)], { type: "image/svg+xml" }));
    figure.prepend(make("img", { src: address, alt: figure.dataset.alt }));
  }

  // Parse CSV as pandas writes it: quotes only where needed, doubled inside.
  function parseRows(text) {
    const rows = [[]];
    for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
      rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
      if (end === "\n") rows.push([]);
      if (end === "") break;
    }
    return rows.filter((row) => row.length > 1 || row[0]);
  }

  const isNumber = (text) => text !== "" && !isNaN(text);

  async function showTable(details) {
    const script = details.querySelector("script");
    if (!script) return;
    script.remove();
    const name = details.dataset.name;
    const text = await unpack(script);
    const [head, ...rows] = parseRows(text);
    const numeric = head.map((_, column) => rows.every((row) => row[column] === "" || isNumber(row[column]) || row[column] === "inf"));
    const cell = (value, column) => make("td", { textContent: say(value), className: numeric[column] ? "number" : "" });
    const body = make("tbody", {}, ...rows.map((row) => make("tr", {}, ...row.map(cell))));
    const heads = head.map((title, column) => make("th", { scope: "col", className: numeric[column] ? "number" : "" }, make("button", { type: "button", textContent: say(title), title: `sort by ${title}` })));
    heads.forEach((th, column) => th.firstChild.addEventListener("click", () => sort(body, heads, column)));
    const filter = make("input", { type: "search", placeholder: "rows that contain ...", ariaLabel: `Filter the rows of ${name}` });
    const count = make("span", { role: "status" });
    filter.addEventListener("input", () => (count.textContent = `${keepRows(body, filter.value)} of ${rows.length} rows`));
    const address = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    const save = make("a", { href: address, download: name, textContent: "Download as CSV" });
    const table = make("table", {}, make("thead", {}, make("tr", {}, ...heads)), body);
    const frame = make("div", { className: "rows", tabIndex: 0, role: "region", ariaLabel: `Rows of ${name}` }, table);
    details.append(make("div", { className: "tools" }, filter, save, count), frame);
  }

  function keepRows(body, wanted) {
    const words = wanted.toLowerCase().split(/\s+/);
    for (const row of body.rows) {
      const text = [...row.cells].map((cell) => cell.textContent.toLowerCase()).join(" ");
      row.hidden = !words.every((word) => text.includes(word));
    }
    return [...body.rows].filter((row) => !row.hidden).length;
  }

  function sort(body, heads, column) {
    const falling = heads[column].ariaSort === "ascending";
    for (const head of heads) head.removeAttribute("aria-sort");
    heads[column].ariaSort = falling ? "descending" : "ascending";
    const value = (row) => row.cells[column].textContent.replace(/^inf$/, "Infinity");
    const compare = (a, b) => {
      const [x, y] = [value(a), value(b)];
      // Rows without a value stay last.
      if (x === "" || y === "") return (x === "") - (y === "");
      const order = isNaN(x) || isNaN(y) ? x.localeCompare(y) : Math.sign(x - y) || 0;
      return falling ? -order : order;
    };
    body.replaceChildren(...[...body.rows].sort(compare));
  }

  const parts = [...document.querySelectorAll("details.part")];
  for (const part of parts) {
    part.addEventListener("toggle", () => part.open && part.querySelectorAll("figure").forEach(showFigure));
  }
  for (const details of document.querySelectorAll("details.table")) {
    details.addEventListener("toggle", () => details.open && showTable(details));
  }

  function openNamed() {
    const part = parts.find(({ id }) => id === readAddress().part);
    if (!part) return;
    part.open = true;
    part.scrollIntoView();
  }
  addEventListener("popstate", openNamed);
  // A link of the contents keeps the state of the figure in the address.
  document.querySelector("nav").addEventListener("click", (event) => {
    if (!event.target.hash) return;
    event.preventDefault();
    history.pushState(null, "", spellAddress({ part: decodeURIComponent(event.target.hash.slice(1)) }));
    openNamed();
  });
  openNamed();

  const button = document.getElementById("open");
  button.hidden = false;
  button.addEventListener("click", () => {
    const open = parts.some((part) => !part.open);
    for (const part of parts) part.open = open;
    button.textContent = open ? "Close all" : "Open all";
  });
}
