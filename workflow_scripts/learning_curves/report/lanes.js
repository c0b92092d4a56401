"use strict";
// Below the curves, a lane for each method: the size that it needs and its interval, with an arrow if that is open.

const LANE = 20;

// `x` is the scale of sizes; `name` returns the elements that name a method at a height.
function drawLanes(curves, x, top, { title, findAnswer, name }) {
  const [left, right] = x.ends;
  const drawn = svg("g", {}, svg("text", { x: 0, y: top - 8, fill: "var(--quiet)" }, title));
  const lanes = svg("g", { "clip-path": "url(#inside)" });
  curves.forEach((curve, i) => {
    const y = top + LANE * (i + 0.5);
    const colour = curve.method.legible;
    const [needed, low, high, status] = findAnswer(curve) ?? [null, null, null, ""];
    const line = (from, to, attributes) => lanes.append(makeLine([[from, y], [to, y]], attributes));
    line(left, right, { stroke: "var(--line)" });
    if (low !== null && status !== "unreachable") {
      const open = high === null || high > x.range[1];
      const end = open ? right - 6 : x.place(high);
      if (low < x.range[1]) line(Math.max(x.place(low), left - 4), end, { stroke: colour, "stroke-width": 4, "stroke-linecap": "round" });
      if (open) lanes.append(makeMarker(">", [right - 4, y], 7, { fill: colour }));
    }
    if (needed !== null) lanes.append(makeMarker(curve.method.marker, [x.place(needed), y], 6, { fill: colour, stroke: "var(--ground)" }));
    drawn.append(...name(curve.method, y));
  });
  drawn.append(lanes);
  return drawn;
}
