"use strict";
// The costs of designs at a target error, and the cheapest one. The study computed the groups that each design takes; only their price changes here.

{
  const data = JSON.parse(document.getElementById("campaign_data")?.textContent ?? "null");
  const find = (id) => document.getElementById(`campaign_${id}`);
  const PRICES = ["group", "sample", "travel"];
  const number = (value) => (value >= 100 ? Math.round(value) : +value.toPrecision(2)).toLocaleString("en");
  const count = (value) => Math.max(1, Math.round(value >= 10 ? +value.toPrecision(2) : value)).toLocaleString("en");

  function price() {
    const state = { place: 0, step: 0 };
    const here = () => data.data_sets[state.place];
    const costs = () => Object.fromEntries(PRICES.map((name) => [name, Math.max(0, +find(name).value || 0)]));

    function total(groups, samples) {
      const { group, sample, travel } = costs();
      return groups === null || samples === null ? null : group * groups + sample * samples + travel * Math.max(0, groups - 1);
    }

    // A lower end of 0 means that the smallest measured size may be enough.
    function between(value, low, high, say) {
      if (low === null) return `${say(value)}, no interval`;
      if (high === null) return low ? `${say(value)} (${say(low)} or more)` : `${say(value)}, no bounds`;
      return low ? `${say(value)} (${say(low)} to ${say(high)})` : `${say(value)} (at most ${say(high)})`;
    }

    function show() {
      const error = here().errors[state.step];
      find("error").value = state.step;
      find("error").setAttribute("aria-valuetext", `${data.error} ${error}`);
      find("chosen").textContent = error;
      const rows = here()
        .designs.map(({ label, answers }) => {
          const [groups, low, high, size, sizeLow, sizeHigh] = answers[state.step];
          return { label, groups, low, high, size, cost: total(groups, size), costLow: low ? total(low, sizeLow) : low, costHigh: total(high, sizeHigh) };
        })
        .sort((a, b) => (a.cost ?? Infinity) - (b.cost ?? Infinity));
      const best = rows[0];
      find("answer").textContent =
        best?.cost === null || !best
          ? `No design is known to bring the ${data.error} down to ${error} in ${data.share} campaigns.`
          : `To bring the ${data.error} down to ${error} in ${data.share} campaigns, take about ${count(best.groups)} ${data.groups} with ${count(best.size / best.groups)} ${data.sizes} in each, and ${best.label}: ${number(best.cost)} ${data.costs.unit}.`;
      find("rows").replaceChildren(...rows.map(makeRow));
    }

    function makeRow(row) {
      const line = document.createElement("tr");
      const words =
        row.cost === null
          ? ["not known to reach it", "", ""]
          : [between(row.groups, row.low, row.high, count), count(row.size / row.groups), between(row.cost, row.costLow, row.costHigh, number)];
      const head = Object.assign(document.createElement("th"), { scope: "row", textContent: row.label });
      line.append(head, ...words.map((textContent) => Object.assign(document.createElement("td"), { textContent })));
      return line;
    }

    function showPlace() {
      const { errors, start } = here();
      state.step = Math.max(0, errors.indexOf(start));
      find("error").max = errors.length - 1;
      show();
    }

    for (const name of PRICES) {
      find(name).value = data.costs[name];
      find(name).oninput = show;
    }
    find("data_set").replaceChildren(...data.data_sets.map(({ name }, i) => new Option(name, i)));
    find("data_set").closest("label").hidden = data.data_sets.length < 2;
    find("data_set").onchange = () => { state.place = +find("data_set").value; showPlace(); };
    find("error").oninput = () => { state.step = +find("error").value; show(); };
    find("form").hidden = false;
    showPlace();
  }

  if (data?.data_sets.length) price();
}
