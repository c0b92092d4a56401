"use strict";
// Drawing tools: markers, colours that are legible on the background, and lines on a canvas.

// For each marker: number of corners, rotation in turns, and depth of notches.
const MARKERS = {
  o: [24, 0], s: [4, 1 / 8], D: [4, 0], "^": [3, -1 / 4], v: [3, 1 / 4], "<": [3, 1 / 2], ">": [3, 0],
  P: [4, 0, 0.35], X: [4, 1 / 8, 0.35], "*": [5, -1 / 4, 0.45], h: [6, 0], p: [5, -1 / 4],
};

function findCorners(marker, x, y, radius) {
  const [count, turned, notch] = MARKERS[marker];
  const steps = notch ? 2 * count : count;
  return Array.from({ length: steps }, (_, i) => {
    const angle = 2 * Math.PI * (i / steps + turned);
    const reach = notch && i % 2 ? notch * radius : radius;
    return [x + reach * Math.cos(angle), y + reach * Math.sin(angle)];
  });
}

const readStyle = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const readChannels = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));

function luminance(channels) {
  const linear = channels.map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
}

// Move a colour towards that of text until its contrast with the background is 3 to 1 (WCAG 1.4.11).
function makeLegible(colour) {
  const [ink, ground] = [readChannels(readStyle("--ink")), luminance(readChannels(readStyle("--ground")))];
  let channels = readChannels(colour);
  const contrast = () => {
    const light = luminance(channels);
    return (Math.max(light, ground) + 0.05) / (Math.min(light, ground) + 0.05);
  };
  while (contrast() < 3) channels = channels.map((c, i) => c + 0.1 * (ink[i] - c));
  return `rgb(${channels.map(Math.round).join(" ")})`;
}

function svg(name, attributes, text) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text) element.textContent = text;
  return element;
}

function makeSwatch(method) {
  const swatch = svg("svg", { width: 26, height: 14, "aria-hidden": "true" });
  const colour = makeLegible(method.colour);
  swatch.append(
    svg("line", { x1: 0, x2: 26, y1: 7, y2: 7, stroke: colour, "stroke-width": 2 }),
    svg("polygon", { points: findCorners(method.marker, 13, 7, 5).join(" "), fill: colour }),
  );
  return swatch;
}

// `points` are [x, y] in pixels of the canvas.
function strokePath(context, points, colour, width, dash = []) {
  context.beginPath();
  points.forEach(([x, y], i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
  Object.assign(context, { strokeStyle: colour, lineWidth: width, lineJoin: "round" });
  context.setLineDash(dash);
  context.stroke();
  context.setLineDash([]);
}

function fillPath(context, points, colour, opacity = 1) {
  context.beginPath();
  points.forEach(([x, y], i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
  context.closePath();
  context.globalAlpha = opacity;
  context.fillStyle = colour;
  context.fill();
  context.globalAlpha = 1;
}

// Return heights near the wanted ones, in their order, at least `apart` from each other, within the ends if there is room.
function spread(wanted, apart, top, bottom) {
  const heights = [...wanted];
  for (let i = 0; i < heights.length; i++) {
    heights[i] = Math.max(heights[i], i ? heights[i - 1] + apart : top);
  }
  for (let i = heights.length - 1; i >= 0; i--) {
    heights[i] = Math.min(heights[i], i < heights.length - 1 ? heights[i + 1] - apart : bottom);
  }
  return heights;
}
