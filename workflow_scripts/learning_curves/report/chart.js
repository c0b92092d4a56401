"use strict";
// Error against size, both logarithmic: uPlot provides the axes and the pointer; the curves are drawn here.

const NARROW = 560;
const LANE = 20;
const zip = (a, b) => a.map((value, i) => [value, b[i]]).filter(([x, y]) => x !== null && y !== null);
const formatNumber = (value) => (value >= 1000 ? value.toLocaleString("en") : String(+value.toPrecision(3)));

// Keep values whose places are at least `room` apart.
function apart(values, placeOf, room) {
  let last = Infinity;
  return values.filter((value) => {
    const place = placeOf(value);
    if (Math.abs(place - last) < room) return false;
    last = place;
    return true;
  });
}

class Chart {
  // The `view` of `draw` has curves, horizontal lines, the target error, the answer to a curve, and what else to show.
  constructor(host, lanes, unit, { onStop, onError }) {
    Object.assign(this, { host, lanes, unit, onStop, onError });
    new ResizeObserver(() => this.resize()).observe(host);
    host.addEventListener("keydown", (event) => this.step(event));
  }

  draw(view) {
    this.view = view;
    this.plot?.destroy();
    const width = this.host.clientWidth;
    this.narrow = width < NARROW;
    const longest = Math.max(...[...view.curves, ...view.lines].map(({ method }) => this.formatName(method).length));
    this.margin = this.narrow ? 34 : Math.max(150, Math.min(240, 24 + 7 * longest));
    const measured = view.curves.flatMap((curve) => curve.sizes);
    const ends = view.curves.map((curve) => curve.band[0].at(-1) ?? curve.sizes.at(-1));
    this.largest = Math.max(...measured);
    this.stops = [...new Set([...measured, ...ends])].sort((a, b) => a - b);
    this.plot = new uPlot(this.options(width), [this.stops, this.stops.map(() => null)], this.host);
    this.plot.over.addEventListener("click", (event) => this.onError(this.plot.posToVal(event.offsetY, "y")));
  }

  options(width) {
    const axis = (label, splits, room) => ({
      label,
      splits,
      filter: (plot, values) => values,
      values: (plot, values) => values.map(formatNumber),
      stroke: readStyle("--quiet"),
      grid: { stroke: readStyle("--line"), width: 1 },
      ticks: { stroke: readStyle("--line") },
      labelGap: 0,
      ...room,
    });
    return {
      width,
      height: Math.round(Math.max(300, Math.min(430, 0.62 * width))),
      padding: [10, this.margin, 0, 0],
      legend: { show: false },
      scales: { x: { time: false, distr: 3, range: () => this.findSizeRange() }, y: { distr: 3, range: () => this.findErrorRange() } },
      axes: [
        axis(this.unit, (plot) => this.chooseSizes(plot), { size: 34, labelSize: 22 }),
        axis(this.view.label, (plot) => this.chooseErrors(plot), { size: 62 }),
      ],
      series: [{}, { label: "", paths: () => null, points: { show: false } }],
      cursor: {
        y: false,
        points: { show: false },
        move: (plot, left, top) => [this.snap(plot, left), top],
        // Because the cursor snaps to sizes, uPlot would take a click for a drag and hide it.
        drag: { x: false, y: false, click: () => {} },
      },
      hooks: {
        draw: [() => this.drawCurves(), () => this.drawLanes()],
        setCursor: [(plot) => plot.cursor.idx !== null && this.onStop(this.stops[plot.cursor.idx])],
      },
    };
  }

  resize() {
    const width = this.host.clientWidth;
    if (this.plot && width && width !== this.plot.width) this.draw(this.view);
  }

  moveTo(error) {
    this.view.error = error;
    const [min, max] = this.findErrorRange();
    this.plot.batch(() => {
      this.plot.setScale("y", { min, max });
      this.plot.redraw(false);
    });
  }

  findSizeRange() {
    return [this.stops[0] / 1.15, Math.max(this.stops.at(-1), 1.3 * this.largest) * 1.02];
  }

  findErrorRange() {
    const { curves, error, showPublished, showRuns } = this.view;
    const errors = curves.flatMap((curve) => [
      ...curve.means, ...curve.band[1],
      ...(showPublished ? curve.published[1] ?? [] : []), ...(showRuns ? curve.runs[1] ?? [] : []),
    ]);
    const drawn = [...errors, ...this.view.lines.map((line) => line.error), error].filter((value) => value > 0);
    return drawn.length ? [Math.min(...drawn) / 1.15, Math.max(...drawn) * 1.15] : [0.01, 1];
  }

  chooseSizes(plot) {
    return apart(this.stops.filter((size) => size <= this.largest), (size) => plot.valToPos(size, "x"), 46);
  }

  chooseErrors(plot) {
    const { min, max } = plot.scales.y;
    const powers = Array.from({ length: 40 }, (_, i) => 10 ** (i - 20));
    const round = powers.flatMap((power) => [1, 2, 3, 5, 7].map((digit) => digit * power));
    return apart(round.filter((error) => min <= error && error <= max), (error) => plot.valToPos(error, "y"), 24);
  }

  snap(plot, left) {
    if (left < 0) return left;
    const places = this.stops.map((size) => plot.valToPos(size, "x"));
    return places.reduce((best, at) => (Math.abs(at - left) < Math.abs(best - left) ? at : best));
  }

  step(event) {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by || !this.plot) return;
    event.preventDefault();
    const from = this.plot.cursor.idx ?? (by > 0 ? -1 : this.stops.length);
    const to = Math.max(0, Math.min(this.stops.length - 1, from + by));
    this.plot.setCursor({ left: this.plot.valToPos(this.stops[to], "x"), top: this.plot.over.clientHeight / 2 });
  }

  drawCurves() {
    const { ctx: context, bbox } = this.plot;
    const pixel = devicePixelRatio;
    const { curves, error, lines } = this.view;
    const place = ([size, value]) => [this.plot.valToPos(size, "x", true), this.plot.valToPos(value, "y", true)];
    const across = (value) => [[bbox.left, place([1, value])[1]], [bbox.left + bbox.width, place([1, value])[1]]];
    context.save();
    context.beginPath();
    context.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    context.clip();
    const beyond = place([this.largest, 1])[0];
    fillPath(context, [[beyond, bbox.top], [bbox.left + bbox.width, bbox.top], [bbox.left + bbox.width, bbox.top + bbox.height], [beyond, bbox.top + bbox.height]], readStyle("--quiet"), 0.08);
    for (const curve of curves) this.drawCurve(context, curve, place, pixel);
    for (const line of lines) strokePath(context, across(line.error), makeLegible(line.method.colour), 1.5 * pixel, [2 * pixel, 4 * pixel]);
    if (error !== null) {
      strokePath(context, across(error), readStyle("--mark"), 1.5 * pixel, [8 * pixel, 4 * pixel]);
      for (const curve of curves) {
        const needed = this.view.findAnswer(curve)?.[0];
        if (needed) fillPath(context, findCorners("o", ...place([needed, error]), 4 * pixel), readStyle("--mark"));
      }
    }
    context.restore();
    this.drawNames(context, place, pixel);
  }

  drawCurve(context, curve, place, pixel) {
    const colour = makeLegible(curve.method.colour);
    const [sizes, errors, lows, highs] = curve.band;
    if (this.view.showBands) {
      const edge = [...zip(sizes, lows), ...zip(sizes, highs).reverse()];
      if (edge.length) fillPath(context, edge.map(place), colour, 0.16);
    }
    if (this.view.showRuns && curve.runs.length) {
      for (const run of zip(...curve.runs)) fillPath(context, findCorners("o", ...place(run), 1.6 * pixel), colour, 0.55);
    }
    const means = zip(curve.sizes, curve.means).filter(([, mean]) => mean > 0);
    const line = sizes.length ? zip(sizes, errors) : means;
    const last = curve.sizes.at(-1);
    strokePath(context, line.filter(([size]) => size <= 1.001 * last).map(place), colour, 1.8 * pixel);
    const from = line.findLastIndex(([size]) => size <= 1.001 * last);
    strokePath(context, line.slice(Math.max(from, 0)).map(place), colour, 1.5 * pixel, [4 * pixel, 4 * pixel]);
    for (const mean of means) fillPath(context, findCorners(curve.method.marker, ...place(mean), 5 * pixel), colour);
    if (this.view.showPublished && curve.published.length) {
      for (const number of zip(...curve.published)) {
        const square = findCorners("s", ...place(number), 6 * pixel);
        strokePath(context, [...square, square[0]], colour, 1.5 * pixel);
      }
    }
  }

  // Every line is named at its end, so nobody needs colours to distinguish them.
  drawNames(context, place, pixel) {
    const { bbox } = this.plot;
    const ends = [
      ...this.view.curves.map((curve) => ({ method: curve.method, error: curve.band[1].at(-1) ?? curve.means.at(-1), words: "" })),
      ...this.view.lines,
    ];
    const named = ends
      .filter(({ error }) => error > 0)
      .map((end) => ({ ...end, height: place([1, end.error])[1] }))
      .sort((a, b) => a.height - b.height);
    const room = Math.min(15 * pixel, bbox.height / Math.max(1, named.length));
    const heights = spread(named.map(({ height }) => height), room, bbox.top, bbox.top + bbox.height);
    const right = bbox.left + bbox.width;
    context.save();
    context.font = `${12 * pixel}px system-ui, sans-serif`;
    context.textBaseline = "middle";
    context.textAlign = "left";
    named.forEach(({ method, words, height }, i) => {
      const colour = makeLegible(method.colour);
      strokePath(context, [[right, height], [right + 10 * pixel, heights[i]]], colour, pixel);
      context.fillStyle = readStyle("--ink");
      context.fillText(this.formatName(method, words), right + 13 * pixel, heights[i], (this.margin - 14) * pixel);
    });
    context.restore();
  }

  formatName(method, words = "") {
    return this.narrow ? `${method.number}` : `${method.number} ${method.label}${words}`;
  }

  // One lane per method, below the figure: its estimate and interval, with an arrow if that is open.
  drawLanes() {
    const { plot, lanes } = this;
    const { curves, error } = this.view;
    const [left, width] = [plot.bbox.left, plot.bbox.width].map((value) => value / devicePixelRatio);
    const [smallest, end] = this.findSizeRange();
    const at = (size) => left + width * Math.min(1, Math.log(size / smallest) / Math.log(end / smallest));
    const height = LANE * curves.length + 4;
    lanes.replaceChildren();
    lanes.setAttribute("height", error === null ? 0 : height);
    lanes.setAttribute("viewBox", `0 0 ${plot.width} ${height}`);
    if (error === null) return;
    lanes.append(svg("rect", { x: at(this.largest), y: 0, width: left + width - at(this.largest), height, fill: readStyle("--quiet"), opacity: 0.08 }));
    curves.forEach((curve, i) => {
      const y = LANE * (i + 0.5) + 2;
      const colour = makeLegible(curve.method.colour);
      const [needed, low, high, status] = this.view.findAnswer(curve) ?? [null, null, null, ""];
      lanes.append(svg("line", { x1: left, x2: left + width, y1: y, y2: y, stroke: readStyle("--line") }));
      if (low !== null && status !== "unreachable") {
        lanes.append(svg("line", { x1: at(low), x2: at(high ?? end), y1: y, y2: y, stroke: colour, "stroke-width": 4, "stroke-linecap": "round" }));
        if (high === null || high > end) lanes.append(svg("polygon", { points: findCorners(">", left + width - 2, y, 7).join(" "), fill: colour }));
      }
      if (needed !== null && needed <= end) lanes.append(svg("polygon", { points: findCorners(curve.method.marker, at(needed), y, 6).join(" "), fill: colour, stroke: readStyle("--ground") }));
      lanes.append(svg("text", { x: left + width + 13, y: y + 4, fill: readStyle("--ink") }, this.formatName(curve.method)));
    });
  }
}
