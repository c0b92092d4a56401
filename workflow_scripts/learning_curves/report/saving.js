"use strict";
// The figure as SVG or PNG, and what it says as text, saved by one click.

const DOTS_A_PIXEL = 3;
const RESOLVED = ["fill", "stroke"];
const FONT = "system-ui, sans-serif";

// Return a copy of the figure that needs no page: with its words, a white ground, and the colours of light mode.
function copyFigure(figure, words) {
  const copy = figure.cloneNode(true);
  copy.querySelector(".tools").remove();
  copy.style.colorScheme = "light";
  figure.after(copy);
  for (const element of copy.querySelectorAll("*")) {
    const style = getComputedStyle(element);
    for (const name of RESOLVED) if (element.hasAttribute(name)) element.setAttribute(name, style[name]);
  }
  copy.remove();
  copy.removeAttribute("style");
  copy.removeAttribute("aria-hidden");
  copy.setAttribute("font-family", FONT);
  copy.prepend(svg("title", {}, words), svg("rect", { width: "100%", height: "100%", fill: "#ffffff" }));
  return new XMLSerializer().serializeToString(copy);
}

function save(content, type, name) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(new Blob([content], { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

async function paint(text, { width, height }) {
  const image = Object.assign(new Image(), { src: `data:image/svg+xml,${encodeURIComponent(text)}` });
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: DOTS_A_PIXEL * width, height: DOTS_A_PIXEL * height });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}
