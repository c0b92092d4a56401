"use strict";
// Curves relative to that of another method.

// Return the line of a curve: its fit, or its means joined.
function lineOf(curve) {
  const [sizes, errors] = curve.band;
  return (sizes.length ? zip(sizes, errors) : zip(curve.sizes, curve.means)).filter(([, error]) => error > 0);
}

// Return the error of a line at a size, between its points as on logarithmic axes; null beyond its ends.
function readLine(line, size) {
  const at = line.findIndex(([there]) => there >= size * (1 - 1e-9));
  if (at < 0) return null;
  const [right, high] = line[at];
  if (Math.abs(right - size) <= 1e-9 * size) return high;
  if (!at) return null;
  const [left, low] = line[at - 1];
  const share = Math.log(size / left) / Math.log(right / left);
  return Math.exp((1 - share) * Math.log(low) + share * Math.log(high));
}

// Return a curve divided by another: means by means of the same size, the fit by the fit. Its band is not known from theirs.
function divide(curve, other) {
  const line = lineOf(other);
  const meanOf = (size) => other.means[other.sizes.indexOf(size)] ?? readLine(line, size);
  const over = (values, divisors) => values.map((value, i) => (value === null || !divisors[i] ? null : value / divisors[i]));
  const [sizes, errors] = curve.band;
  const unknown = sizes.map(() => null);
  const [publishedSizes = [], published = []] = curve.published;
  return {
    ...curve,
    means: over(curve.means, curve.sizes.map(meanOf)),
    band: [sizes, over(errors, sizes.map((size) => readLine(line, size))), unknown, unknown],
    runs: [],
    published: [publishedSizes, over(published, publishedSizes.map(meanOf))],
  };
}
