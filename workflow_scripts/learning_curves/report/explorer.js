"use strict";
// The controls, the slider, and the readings of each method. The study computed every reading; none is interpolated.

{
  const MOST_SHOWN = 6;
  const data = JSON.parse(document.getElementById("data")?.textContent ?? "null");
  const find = (id) => document.getElementById(id);
  const unique = (values) => [...new Set(values)];

  function explore() {
    data.methods.forEach((method, i) => (method.number = i + 1));
    for (const curve of data.curves) curve.method = data.methods[curve.method];
    const state = { metric: 0, place: 0, error: data.start, size: null, hidden: new Set() };
    const chart = new Chart(find("chart"), find("lanes"), data.unit, { onStop: showSize, onError: chooseError });

    const findSlider = () => data.sliders.find((slider) => slider.metric === state.metric && slider.place === state.place);
    const findCurves = () => data.curves.filter((curve) => curve.metric === state.metric && curve.place === state.place);
    const step = () => findSlider().errors.indexOf(state.error);
    const findAnswer = (curve) => curve.answers[step()];
    const label = () => data.metrics[state.metric];
    const nearest = (errors, wanted) =>
      errors.reduce((best, error) => (Math.abs(Math.log(error / wanted)) < Math.abs(Math.log(best / wanted)) ? error : best));

    function ordered() {
      const order = findSlider().orders[step()] ?? [];
      const rank = (curve) => order.indexOf(curve.method.number - 1);
      return findCurves().sort((a, b) => rank(a) - rank(b));
    }

    function choose(id, values, chosen, pick) {
      const select = find(id);
      select.replaceChildren(...values.map((value, i) => new Option(value, i, false, i === chosen)));
      select.closest("label").hidden = values.length < 2;
      select.onchange = () => { pick(values[select.value], +select.value); showPlace(); };
    }

    function showChoices() {
      const here = data.places[state.place];
      const dataSets = unique(data.places.map((place) => place.data_set));
      const conditions = data.places.filter((place) => place.data_set === here.data_set).map((place) => place.condition);
      const placeOf = (dataSet, condition) => data.places.findIndex((place) => place.data_set === dataSet && place.condition === condition);
      choose("data_set", dataSets, dataSets.indexOf(here.data_set), (dataSet) => {
        const same = placeOf(dataSet, here.condition);
        state.place = same >= 0 ? same : data.places.findIndex((place) => place.data_set === dataSet);
      });
      choose("condition", conditions, conditions.indexOf(here.condition), (condition) => (state.place = placeOf(here.data_set, condition)));
      choose("metric", data.metrics, state.metric, (metric, i) => (state.metric = i));
    }

    // Update after another data set, condition or metric is chosen.
    function showPlace() {
      showChoices();
      const { estimand, study } = data.places[state.place];
      if (estimand) find("estimand").textContent = estimand;
      for (const part of document.querySelectorAll("[data-study]")) part.hidden = +part.dataset.study !== study;
      const { errors, marks } = findSlider();
      state.error = errors.length ? nearest(errors, state.error ?? marks[0] ?? errors[0]) : null;
      document.querySelector(".target").hidden = !errors.length;
      find("error").max = errors.length - 1;
      find("marks").replaceChildren(
        ...marks.map((mark) => {
          const button = document.createElement("button");
          Object.assign(button, { type: "button", textContent: mark, value: mark, onclick: () => chooseError(mark) });
          return button;
        }),
      );
      const sizes = unique(findCurves().flatMap((curve) => curve.sizes));
      state.size = sizes.length ? Math.max(...sizes) : null;
      find("show_runs").closest("label").hidden = data.runs_left_out;
      find("show_published").closest("label").hidden = !findCurves().some((curve) => curve.published.length);
      find("show_label_free").closest("label").hidden = !findCurves().some((curve) => curve.method.label_free);
      showCurves();
    }

    // Update after a change of what is shown.
    function showCurves() {
      const shown = ordered().filter((curve) => !state.hidden.has(curve.method.number));
      const ticked = (id) => find(id).checked;
      const lines = ticked("show_label_free") ? findCurves().filter((curve) => curve.method.label_free) : [];
      const mean = (errors) => Math.exp(errors.reduce((sum, error) => sum + Math.log(error), 0) / errors.length);
      find("chart").hidden = !shown.length;
      const view = {
        curves: shown,
        lines: lines.map((curve) => ({ method: curve.method, words: ` (no ${data.training_data})`, error: mean(curve.means.filter((error) => error > 0)) })),
        error: state.error,
        label: label(),
        findAnswer,
        showBands: ticked("show_bands"),
        showRuns: ticked("show_runs"),
        showPublished: ticked("show_published"),
      };
      find("lanes").toggleAttribute("hidden", !shown.length);
      if (shown.length) chart.draw(view);
      showReadings();
    }

    function chooseError(wanted) {
      const { errors } = findSlider();
      if (!errors.length) return;
      state.error = nearest(errors, wanted);
      if (chart.view) {
        chart.view.curves = ordered().filter((curve) => !state.hidden.has(curve.method.number));
        if (chart.view.curves.length) chart.moveTo(state.error);
      }
      showReadings();
    }

    function showReadings() {
      const { sentences, marks } = findSlider();
      const at = step();
      if (at >= 0) {
        find("error").value = at;
        find("error").setAttribute("aria-valuetext", `${label()} ${state.error}`);
        find("chosen").textContent = state.error;
        find("target").textContent = label();
      }
      find("answer").textContent = sentences[at] ?? `No target error is answered for the ${label()}.`;
      for (const button of find("marks").children) button.setAttribute("aria-pressed", +button.value === state.error);
      const body = document.querySelector("#readings tbody");
      const focused = body.contains(document.activeElement) ? document.activeElement.value : null;
      body.replaceChildren(...ordered().map(makeRow));
      if (focused) body.querySelector(`input[value="${focused}"]`).focus();
      showErrors();
    }

    function makeRow(curve) {
      const row = document.createElement("tr");
      const [needed, low, high, status, words] = findAnswer(curve) ?? [null, null, null, "", "not answered"];
      const hidden = state.hidden.has(curve.method.number);
      row.classList.toggle("hidden", hidden);
      Object.assign(row.dataset, { method: curve.method.name, needed, low, high, status });
      const head = document.createElement("th");
      head.scope = "row";
      const name = document.createElement("label");
      const box = document.createElement("input");
      Object.assign(box, { type: "checkbox", checked: !hidden, value: curve.method.number });
      box.onchange = () => {
        if (box.checked) state.hidden.delete(curve.method.number);
        else state.hidden.add(curve.method.number);
        showCurves();
      };
      const text = document.createElement("span");
      text.textContent = `${curve.method.number} ${curve.name}${curve.method.label_free ? `, without ${data.training_data}` : ""}`;
      name.append(box, makeSwatch(curve.method), text);
      head.append(name);
      const answer = document.createElement("td");
      answer.textContent = words;
      row.append(head, answer, document.createElement("td"));
      row.curve = curve;
      return row;
    }

    function showSize(size) {
      state.size = size;
      showErrors();
      const read = ordered().filter((curve) => !state.hidden.has(curve.method.number)).map((curve) => `${curve.name} ${errorAt(curve)}`);
      find("stop").textContent = `With ${formatNumber(Math.round(size))} ${data.unit}: ${read.join("; ")}`;
    }

    function showErrors() {
      find("size").textContent = state.size === null ? "" : formatNumber(Math.round(state.size));
      for (const row of document.querySelectorAll("#readings tbody tr")) row.lastChild.textContent = errorAt(row.curve);
    }

    // Return the measured mean, or the expectation at the end of a fit.
    function errorAt(curve) {
      const measured = curve.sizes.indexOf(state.size);
      if (measured >= 0) return formatNumber(curve.means[measured]);
      const [sizes, errors, lows, highs] = curve.band;
      const end = sizes.length - 1;
      if (end < 0 || Math.abs(sizes[end] - state.size) > 0.001 * state.size) return "";
      const band = lows[end] === null ? "" : ` (${formatNumber(lows[end])} to ${formatNumber(highs[end])})`;
      return `fit ${formatNumber(errors[end])}${band}`;
    }

    function hideAllBut(keep) {
      state.hidden = new Set(data.methods.filter((method) => !keep(method)).map((method) => method.number));
      showCurves();
    }

    const first = ordered().filter((curve) => !curve.method.label_free).slice(0, MOST_SHOWN).map((curve) => curve.method);
    state.hidden = new Set(data.methods.filter((method) => !first.includes(method)).map((method) => method.number));
    find("error").oninput = () => chooseError(findSlider().errors[find("error").value]);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", showCurves);
    for (const id of ["show_bands", "show_runs", "show_published", "show_label_free"]) find(id).onchange = showCurves;
    find("every").onclick = () => hideAllBut(() => true);
    find("none").onclick = () => hideAllBut(() => false);
    find("figure").hidden = false;
    showPlace();
  }

  if (data?.curves.length) explore();
}
