"use strict";
// Drawing tools: SVG elements, markers, and colours that are legible in light and in dark mode.

// For each marker: number of corners, rotation in turns, and depth of notches.
const MARKERS = {
  o: [24, 0], s: [4, 1 / 8], D: [4, 0], "^": [3, -1 / 4], v: [3, 1 / 4], "<": [3, 1 / 2], ">": [3, 0],
  P: [4, 0, 0.35], X: [4, 1 / 8, 0.35], "*": [5, -1 / 4, 0.45], h: [6, 0], p: [5, -1 / 4],
};

const zip = (a, b) => a.map((value, i) => [value, b[i]]).filter(([x, y]) => x !== null && y !== null);

function svg(name, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

const joinPoints = (points) => points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L");
const makeLine = (points, attributes) => svg("path", { d: points.length ? `M${joinPoints(points)}` : "", fill: "none", "stroke-linejoin": "round", ...attributes });
const makeArea = (points, attributes) => svg("path", { d: points.length ? `M${joinPoints(points)}Z` : "", ...attributes });

function makeMarker(marker, [x, y], radius, attributes) {
  const [count, turned, notch] = MARKERS[marker];
  const steps = notch ? 2 * count : count;
  const corners = Array.from({ length: steps }, (_, i) => {
    const angle = 2 * Math.PI * (i / steps + turned);
    const reach = notch && i % 2 ? notch * radius : radius;
    return [x + reach * Math.cos(angle), y + reach * Math.sin(angle)];
  });
  return makeArea(corners, attributes);
}

function makeSwatch(method) {
  return svg("svg", { width: 26, height: 14, "aria-hidden": "true" },
    makeLine([[0, 7], [26, 7]], { stroke: method.legible, "stroke-width": 2 }),
    makeMarker(method.marker, [13, 7], 5, { fill: method.legible }),
  );
}

const readChannels = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));

function luminance(channels) {
  const linear = channels.map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
}

// Move a colour towards that of text until its contrast with the background is 3 to 1 (WCAG 1.4.11).
function raiseContrast(colour, ink, ground) {
  const behind = luminance(readChannels(ground));
  let channels = readChannels(colour);
  const contrast = () => {
    const light = luminance(channels);
    return (Math.max(light, behind) + 0.05) / (Math.min(light, behind) + 0.05);
  };
  while (contrast() < 3) channels = channels.map((c, i) => c + 0.1 * (readChannels(ink)[i] - c));
  return `rgb(${channels.map(Math.round).join(" ")})`;
}

// Return a colour that is legible in both modes.
function makeLegible(colour) {
  const style = getComputedStyle(document.documentElement);
  const [ink, ground] = ["--ink", "--ground"].map((name) => style.getPropertyValue(name).match(/#\w{6}/g));
  const [light, dark] = [0, 1].map((mode) => raiseContrast(colour, ink[mode], ground[mode]));
  return `light-dark(${light}, ${dark})`;
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
