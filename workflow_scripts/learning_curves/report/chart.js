"use strict";
// The figure: error against size, and the sizes that methods need. It is one SVG, which is also what a reader saves.

const NARROW = 560;
const AXES = { left: 62, top: 10, bottom: 46 };
// Pixels that a pointer moves before it selects a range.
const DRAGGED = 6;

class Chart {
  // The `view` of `draw` has curves, horizontal lines, the target error, the answer to a curve, and what else to show.
  constructor(host, { onStop, onError, onZoom }) {
    Object.assign(this, { host, onStop, onError, onZoom });
    new ResizeObserver(() => this.view && host.clientWidth !== this.width && this.draw(this.view)).observe(host);
    host.addEventListener("keydown", (event) => this.step(event));
  }

  draw(view) {
    this.view = view;
    this.width = this.host.clientWidth;
    if (!this.width) return;
    this.narrow = this.width < NARROW;
    const longest = Math.max(0, ...[...view.curves, ...view.lines].map(({ method, words = "" }) => (method.label + words).length));
    const margin = this.narrow ? 26 : Math.max(120, Math.min(250, 38 + 6.6 * longest));
    const height = Math.round(Math.max(300, Math.min(430, 0.62 * this.width)));
    const [right, bottom] = [this.width - margin, height - AXES.bottom];
    const measured = view.curves.flatMap((curve) => curve.sizes);
    this.largest = Math.max(...measured);
    const ends = view.curves.map((curve) => lineOf(curve).at(-1)?.[0] ?? curve.sizes.at(-1));
    this.stops = [...new Set([...measured, ...ends])].sort((a, b) => a - b);
    this.x = new Scale(view.zoom?.x ?? this.findSizes(), [AXES.left, right], view.linearSizes);
    this.y = new Scale(view.zoom?.y ?? this.findErrors(), [bottom, AXES.top], view.linearErrors);
    const lanes = height + 24;
    const whole = view.error === null ? height : lanes + LANE * view.curves.length + 4;
    this.root = svg("svg", { viewBox: `0 0 ${this.width} ${whole}`, width: this.width, height: whole, "aria-hidden": "true", "font-size": 12 });
    this.root.append(
      svg("clipPath", { id: "inside" }, svg("rect", { x: AXES.left, y: 0, width: right - AXES.left, height: whole })),
      svg("clipPath", { id: "curves" }, svg("rect", { x: AXES.left, y: AXES.top, width: right - AXES.left, height: bottom - AXES.top })),
      this.drawGround([AXES.top, bottom], ...(view.error === null ? [] : [[lanes, whole]])), this.drawAxes(), this.drawCurves(), this.drawNames(),
    );
    if (view.error !== null) this.root.append(drawLanes(view.curves, this.x, lanes, { ...view, title: view.lanes, name: (method, y) => this.name(method, y) }));
    this.root.append(this.makePointed());
    this.host.replaceChildren(this.root);
  }

  // No size was measured where the ground is grey.
  drawGround(...parts) {
    const x = Math.max(AXES.left, this.x.place(this.largest));
    const width = Math.max(0, this.x.ends[1] - x);
    return svg("g", { fill: "var(--quiet)", opacity: 0.08 }, ...parts.map(([top, bottom]) => svg("rect", { x, y: top, width, height: bottom - top })));
  }

  drawAxes() {
    const [[left, right], [bottom, top]] = [this.x.ends, this.y.ends];
    const drawn = svg("g", { fill: "var(--quiet)", stroke: "none" });
    const line = (points) => drawn.append(makeLine(points, { stroke: "var(--line)" }));
    const sizes = this.x.keepApart([...new Set(this.view.curves.flatMap((curve) => curve.sizes))].sort((a, b) => a - b).filter((size) => this.x.holds(size)), 46);
    for (const size of sizes) {
      const x = this.x.place(size);
      line([[x, top], [x, bottom + 5]]);
      drawn.append(svg("text", { x, y: bottom + 18, "text-anchor": "middle" }, formatNumber(size)));
    }
    for (const error of this.y.chooseTicks(24)) {
      const y = this.y.place(error);
      line([[left - 5, y], [right, y]]);
      drawn.append(svg("text", { x: left - 8, y: y + 4, "text-anchor": "end" }, formatNumber(error)));
    }
    const middle = (top + bottom) / 2;
    drawn.append(
      svg("text", { x: (left + right) / 2, y: bottom + 38, "text-anchor": "middle", "font-weight": 600 }, this.view.unit),
      svg("text", { x: 12, y: middle, "text-anchor": "middle", "font-weight": 600, transform: `rotate(-90 12 ${middle})` }, this.view.label),
    );
    return drawn;
  }

  // Errors relative to another method have no target.
  get target() {
    return this.view.relative ? null : this.view.error;
  }

  findSizes() {
    const end = Math.max(this.stops.at(-1), 1.3 * this.largest) * 1.02;
    return [this.view.linearSizes ? 0 : this.stops[0] / 1.15, end];
  }

  findErrors() {
    const { curves, lines, linearErrors, showPublished } = this.view;
    const errors = curves.flatMap((curve) => [
      ...curve.means, ...lineOf(curve).map(([, value]) => value),
      ...(showPublished ? curve.published[1] ?? [] : []), ...(this.showsRuns(curve) ? curve.runs[1] ?? [] : []),
    ]);
    const drawn = [...errors, ...lines.map((line) => line.error), this.target].filter((value) => value > 0);
    if (!drawn.length) return [linearErrors ? 0 : 0.01, 1];
    return [linearErrors ? 0 : Math.min(...drawn) / 1.15, Math.max(...drawn) * (linearErrors ? 1.05 : 1.15)];
  }

  hasBand(curve) {
    return Math.max(...curve.counts) >= this.view.fewestForABand;
  }

  showsRuns(curve) {
    return this.view.showRuns || (this.view.showBands && !this.hasBand(curve));
  }

  drawCurves() {
    const { curves, lines } = this.view;
    const error = this.target;
    const drawn = svg("g", { "clip-path": "url(#curves)" });
    const across = (value) => this.x.ends.map((x) => [x, this.y.place(value)]);
    for (const curve of curves) this.drawCurve(drawn, curve);
    for (const line of lines) drawn.append(makeLine(across(line.error), { stroke: line.method.legible, "stroke-width": 1.5, "stroke-dasharray": "2 4" }));
    if (error !== null) {
      drawn.append(makeLine(across(error), { stroke: "var(--mark)", "stroke-width": 1.5, "stroke-dasharray": "8 4" }));
      for (const curve of curves) {
        const needed = this.view.findAnswer(curve)?.[0];
        if (needed) drawn.append(makeMarker("o", this.place([needed, error]), 4, { fill: "var(--mark)" }));
      }
    }
    return drawn;
  }

  place([size, error]) {
    return [this.x.place(size), this.y.place(error)];
  }

  drawCurve(drawn, curve) {
    const colour = curve.method.legible;
    const positive = (points) => points.filter(([, error]) => error > 0);
    const [sizes, , lows, highs] = curve.band;
    if (this.view.showBands && this.hasBand(curve)) {
      const edge = [...positive(zip(sizes, lows)), ...positive(zip(sizes, highs)).reverse()];
      drawn.append(makeArea(edge.map((point) => this.place(point)), { class: "band", fill: colour, opacity: 0.16 }));
    }
    if (this.showsRuns(curve) && curve.runs.length) {
      for (const run of positive(zip(...curve.runs))) drawn.append(makeMarker("o", this.place(run), 1.8, { class: "run", fill: colour, opacity: 0.6 }));
    }
    const line = lineOf(curve);
    const last = 1.001 * curve.sizes.at(-1);
    const from = Math.max(0, line.findLastIndex(([size]) => size <= last));
    const placed = (points) => points.map((point) => this.place(point));
    drawn.append(makeLine(placed(line.filter(([size]) => size <= last)), { stroke: colour, "stroke-width": 1.8 }));
    drawn.append(makeLine(placed(line.slice(from)), { stroke: colour, "stroke-width": 1.5, "stroke-dasharray": "4 4" }));
    for (const mean of positive(zip(curve.sizes, curve.means))) drawn.append(makeMarker(curve.method.marker, this.place(mean), 5, { class: "mean", fill: colour }));
    if (this.view.showPublished && curve.published.length) {
      const published = placed(positive(zip(...curve.published)));
      drawn.append(makeLine(published, { stroke: colour, "stroke-width": 1, "stroke-dasharray": "1 3" }));
      for (const point of published) drawn.append(makeMarker("s", point, 7, { class: "published", fill: "none", stroke: colour, "stroke-width": 1.5 }));
    }
  }

  // Every line is named at its end, so nobody needs colours to distinguish them.
  drawNames() {
    const [right, top, bottom] = [this.x.ends[1], this.y.ends[1], this.y.ends[0]];
    const ends = [...this.view.curves.map((curve) => ({ method: curve.method, error: lineOf(curve).findLast(([size]) => size <= this.x.range[1])?.[1] })), ...this.view.lines];
    const named = ends
      .filter(({ error }) => error > 0)
      .map((end) => ({ ...end, height: Math.max(top, Math.min(bottom, this.y.place(end.error))) }))
      .sort((a, b) => a.height - b.height);
    const room = Math.min(15, (bottom - top) / Math.max(1, named.length));
    const heights = spread(named.map(({ height }) => height), room, top, bottom);
    const drawn = svg("g");
    named.forEach(({ method, words, height }, i) => {
      drawn.append(makeLine([[right, height], [right + 9, heights[i]]], { stroke: method.legible }), ...this.name(method, heights[i], words));
    });
    return drawn;
  }

  // A narrow figure has room for the mark only; the table next to it names the marks.
  name(method, y, words = "") {
    const x = this.x.ends[1] + 15;
    const mark = makeMarker(method.marker, [x, y], 5, { fill: method.legible });
    return this.narrow ? [mark] : [mark, svg("text", { x: x + 9, y: y + 4, fill: "var(--ink)" }, method.label + words)];
  }

  // Return the part that answers to a pointer: it reads a size, sets the target by a click, and zooms by dragging.
  makePointed() {
    const [[left, right], [bottom, top]] = [this.x.ends, this.y.ends];
    this.cursor = makeLine([], { stroke: "var(--quiet)", "stroke-dasharray": "3 3" });
    const box = svg("rect", { fill: "var(--accent)", opacity: 0.15, width: 0, height: 0 });
    const ground = svg("rect", { class: "pointed", x: left, y: top, width: right - left, height: bottom - top, fill: "transparent" });
    const within = (value, low, high) => Math.max(low, Math.min(high, value));
    const locate = (event) => {
      const { x, y } = this.root.getBoundingClientRect();
      return [within(event.clientX - x, left, right), within(event.clientY - y, top, bottom)];
    };
    let from = null;
    const select = (event) => {
      const to = locate(event);
      const [xs, ys] = [0, 1].map((i) => [from[i], to[i]].sort((a, b) => a - b));
      return { xs, ys, far: xs[1] - xs[0] > DRAGGED && ys[1] - ys[0] > DRAGGED };
    };
    ground.addEventListener("pointerdown", (event) => {
      from = locate(event);
      if (event.pointerType === "mouse") ground.setPointerCapture(event.pointerId);
    });
    ground.addEventListener("pointermove", (event) => {
      if (from && event.pointerType === "mouse") {
        const { xs, ys } = select(event);
        for (const [key, value] of Object.entries({ x: xs[0], y: ys[0], width: xs[1] - xs[0], height: ys[1] - ys[0] })) box.setAttribute(key, value);
      } else {
        const [x] = locate(event);
        this.stopAt(this.stops.reduce((best, size) => (Math.abs(this.x.place(size) - x) < Math.abs(this.x.place(best) - x) ? size : best)));
      }
    });
    ground.addEventListener("pointerup", (event) => {
      if (!from) return;
      const { xs, ys, far } = select(event);
      from = null;
      box.setAttribute("width", 0);
      if (far && event.pointerType === "mouse") this.onZoom({ x: xs.map((x) => this.x.value(x)), y: ys.reverse().map((y) => this.y.value(y)) });
      else if (this.target !== null) this.onError(this.y.value(locate(event)[1]));
    });
    ground.addEventListener("pointercancel", () => (from = null));
    return svg("g", { class: "tools" }, this.cursor, box, ground);
  }

  stopAt(size) {
    this.stop = size;
    const x = this.x.place(size);
    this.cursor.setAttribute("d", this.x.holds(size) ? `M${joinPoints(this.y.ends.map((y) => [x, y]))}` : "");
    this.onStop(size);
  }

  step(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (["+", "-", "0"].includes(event.key)) this.onZoom({ "+": this.zoomBy(0.6), "-": this.zoomBy(1 / 0.6), 0: null }[event.key]);
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const from = this.stops.indexOf(this.stop);
    const to = from < 0 ? (by > 0 ? 0 : this.stops.length - 1) : from + by;
    this.stopAt(this.stops[Math.max(0, Math.min(this.stops.length - 1, to))]);
  }

  // Return ranges that are `factor` times as wide, around the target of the first method; null for the whole.
  zoomBy(factor) {
    const { curves } = this.view;
    const needed = curves.map((curve) => this.view.findAnswer(curve)?.[0]).find((size) => size && this.x.holds(size));
    const middle = (scale) => scale.value((scale.ends[0] + scale.ends[1]) / 2);
    const isSeen = this.target !== null && this.y.holds(this.target);
    const zoom = { x: this.x.widen(factor, needed ?? middle(this.x)), y: this.y.widen(factor, isSeen ? this.target : middle(this.y)) };
    const [sizes, errors] = [this.findSizes(), this.findErrors()];
    const isWhole = zoom.x[0] <= sizes[0] && zoom.x[1] >= sizes[1] && zoom.y[0] <= errors[0] && zoom.y[1] >= errors[1];
    return isWhole ? null : { x: clamp(zoom.x, sizes), y: clamp(zoom.y, errors) };
  }
}

const clamp = (range, [low, high]) => [Math.max(range[0], low), Math.min(range[1], high)];
