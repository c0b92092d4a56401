"use strict";
// Axes, logarithmic or linear: where values lie, and which of them are labelled.

const formatNumber = (value) => (value >= 1000 ? value.toLocaleString("en") : String(+value.toPrecision(3)));

class Scale {
  // `range` are the values at the two places `ends`.
  constructor(range, ends, linear) {
    Object.assign(this, { range, ends, linear });
    this.bend = linear ? (value) => value : Math.log;
    this.unbend = linear ? (value) => value : Math.exp;
  }

  place(value) {
    const [from, to] = this.range.map(this.bend);
    return this.ends[0] + ((this.bend(value) - from) / (to - from)) * (this.ends[1] - this.ends[0]);
  }

  value(place) {
    const [from, to] = this.range.map(this.bend);
    return this.unbend(from + ((place - this.ends[0]) / (this.ends[1] - this.ends[0])) * (to - from));
  }

  holds(value) {
    return this.range[0] <= value && value <= this.range[1];
  }

  // Return a range `factor` times as wide, on this scale, around a value.
  widen(factor, centre) {
    return this.range.map((end) => this.unbend(this.bend(centre) + factor * (this.bend(end) - this.bend(centre))));
  }

  // Return round values for labels, at least `room` pixels apart.
  chooseTicks(room) {
    const powers = Array.from({ length: 40 }, (_, i) => 10 ** (i - 20));
    const round = powers.flatMap((power) => [1, 2, 3, 5, 7].map((digit) => digit * power)).filter((value) => this.holds(value));
    return this.linear || round.length < 3 ? this.chooseSteps(room) : this.keepApart(round, room);
  }

  // Return values with equal steps of 1, 2 or 5.
  chooseSteps(room) {
    const [from, to] = this.range;
    const most = Math.max(2, Math.abs(this.ends[1] - this.ends[0]) / (2 * room));
    const power = 10 ** Math.floor(Math.log10((to - from) / most));
    const step = [1, 2, 5, 10].map((digit) => digit * power).find((wide) => (to - from) / wide <= most);
    const first = Math.ceil(from / step);
    return Array.from({ length: Math.floor(to / step) - first + 1 }, (_, i) => +((first + i) * step).toPrecision(10));
  }

  keepApart(values, room) {
    let last = Infinity;
    return values.filter((value) => {
      if (Math.abs(this.place(value) - last) < room) return false;
      last = this.place(value);
      return true;
    });
  }
}
