"use strict";
// The controls, and the state that they change. The study computed every reading; none is interpolated.

{
  const MOST_SHOWN = 6;
  const SHOWN = ["bands", "runs", "published", "label_free"];
  const LINEAR = ["sizes", "errors"];
  const BOXES = [...SHOWN.map((name) => `show_${name}`), ...LINEAR.map((name) => `linear_${name}`)];
  // A target that was typed counts as answered if it is this close.
  const SAME = 0.005;
  const data = JSON.parse(document.getElementById("data")?.textContent ?? "null");
  const find = (id) => document.getElementById(id);
  const unique = (values) => [...new Set(values)];

  function explore() {
    for (const method of data.methods) method.legible = makeLegible(method.colour);
    for (const curve of data.curves) curve.method = data.methods[curve.method];
    const state = { metric: 0, place: 0, error: data.start, size: null, hidden: new Set(), relative: null, zoom: null };
    const chart = new Chart(find("chart"), { onStop: showSize, onError: chooseError, onZoom: chooseZoom });
    const readings = new Readings(document.querySelector("#readings tbody"), { trainingData: data.training_data, onToggle: toggleMethod });

    const findSlider = () => data.sliders.find((slider) => slider.metric === state.metric && slider.place === state.place);
    const findCurves = () => data.curves.filter((curve) => curve.metric === state.metric && curve.place === state.place);
    const step = () => findSlider().errors.indexOf(state.error);
    const findAnswer = (curve) => curve.answers[step()];
    const findOther = () => findCurves().find((curve) => curve.method === state.relative);
    const label = () => data.metrics[state.metric];
    const isTicked = (name) => find(name).checked;
    const isShown = (curve) => !state.hidden.has(curve.method);
    const nearest = (errors, wanted) =>
      errors.reduce((best, error) => (Math.abs(Math.log(error / wanted)) < Math.abs(Math.log(best / wanted)) ? error : best));
    const hideAllBut = (methods) => (state.hidden = new Set(data.methods.filter((method) => !methods.includes(method))));

    // Return the curves of the place, those first that need the fewest.
    function ordered() {
      const order = findSlider().orders[step()] ?? [];
      const rank = (curve) => order.indexOf(data.methods.indexOf(curve.method));
      return findCurves().sort((a, b) => rank(a) - rank(b));
    }

    // Return the curves as they are drawn: relative to another one if a reader wants that.
    const drawn = (curves) => (findOther() ? curves.map((curve) => divide(curve, findOther())) : curves);

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
      choose("data_set", dataSets, dataSets.indexOf(here.data_set), (dataSet) => (state.place = findPlace(dataSet, here.condition)));
      choose("condition", conditions, conditions.indexOf(here.condition), (condition) => (state.place = findPlace(here.data_set, condition)));
      choose("metric", data.metrics, state.metric, (metric, i) => (state.metric = i));
      const methods = unique(findCurves().map((curve) => curve.method));
      if (!methods.includes(state.relative)) state.relative = null;
      choose("relative", ["nothing", ...methods.map((method) => method.label)], methods.indexOf(state.relative) + 1, (_, i) => (state.relative = methods[i - 1] ?? null));
    }

    function findPlace(dataSet, condition) {
      const ofDataSet = (place) => place.data_set === dataSet;
      const both = data.places.findIndex((place) => ofDataSet(place) && place.condition === condition);
      return both >= 0 ? both : data.places.findIndex(ofDataSet);
    }

    // Return the target errors of the study that the place has measured errors around, or all if it has none.
    function findMarksInReach(marks) {
      const measured = findCurves().flatMap((curve) => curve.means).filter((error) => error > 0);
      const [least, most] = [Math.min(...measured), Math.max(...measured)];
      const inReach = marks.filter((mark) => mark >= least && mark <= most);
      return inReach.length ? inReach : marks;
    }

    // Update after another data set, condition, metric or other method is chosen.
    function showPlace() {
      state.zoom = null;
      showChoices();
      const { estimand, study } = data.places[state.place];
      if (estimand) find("estimand").textContent = estimand;
      for (const part of document.querySelectorAll("[data-study]")) part.hidden = +part.dataset.study !== study;
      const { errors, marks } = findSlider();
      state.error = errors.length ? nearest(errors, state.error ?? marks[0] ?? errors[0]) : null;
      document.querySelector(".target").hidden = !errors.length;
      find("error").max = errors.length - 1;
      find("marks").replaceChildren(
        ...findMarksInReach(marks).map((mark) => {
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
      const shown = drawn(ordered().filter(isShown));
      const lines = isTicked("show_label_free") ? drawn(findCurves().filter((curve) => curve.method.label_free)) : [];
      const mean = (errors) => Math.exp(errors.reduce((sum, error) => sum + Math.log(error), 0) / errors.length);
      const other = findOther();
      find("chart").hidden = !shown.length;
      if (shown.length) {
        chart.draw({
          curves: shown,
          lines: lines.map((curve) => ({ method: curve.method, words: ` (no ${data.training_data})`, error: mean(curve.means.filter((error) => error > 0)) })),
          error: state.error,
          relative: Boolean(other),
          unit: data.unit,
          label: other ? `${label()} over that of ${other.method.label}` : label(),
          lanes: `needed for ${label()} ${state.error}, with 95 % intervals`,
          findAnswer,
          zoom: state.zoom,
          linearSizes: isTicked("linear_sizes"),
          linearErrors: isTicked("linear_errors"),
          fewestForABand: data.fewest_for_a_band,
          showBands: isTicked("show_bands"),
          showRuns: isTicked("show_runs") && !data.runs_left_out,
          showPublished: isTicked("show_published"),
        });
      }
      showReadings();
      writeState();
    }

    function chooseError(wanted) {
      const { errors } = findSlider();
      if (!errors.length || !(wanted > 0)) return;
      state.error = nearest(errors, wanted);
      find("typed_note").textContent = "";
      showCurves();
    }

    function typeError() {
      const wanted = +find("typed").value;
      chooseError(wanted);
      find("typed").value = state.error;
      if (Math.abs(state.error / wanted - 1) > SAME) find("typed_note").textContent = `The study has no answer for ${wanted}; the nearest one that it has is for ${state.error}.`;
    }

    function chooseZoom(zoom) {
      const round = (range) => range.map((value) => +value.toPrecision(4));
      state.zoom = zoom && { x: round(zoom.x), y: round(zoom.y) };
      showCurves();
    }

    function toggleMethod(method, isWanted) {
      if (isWanted) state.hidden.delete(method);
      else state.hidden.add(method);
      showCurves();
    }

    function showReadings() {
      const { sentences } = findSlider();
      const at = step();
      if (at >= 0) {
        find("error").value = at;
        find("error").setAttribute("aria-valuetext", `${label()} ${state.error}`);
        find("typed").value = state.error;
        find("target").textContent = label();
      }
      find("answer").textContent = sentences[at] ?? `No target error is answered for the ${label()}.`;
      for (const button of find("marks").children) button.setAttribute("aria-pressed", +button.value === state.error);
      readings.show(ordered().map((curve) => [curve, findAnswer(curve), isShown(curve)]), errorAt);
      showUnits();
    }

    function showUnits() {
      find("size").textContent = state.size === null ? "" : formatNumber(Math.round(state.size));
      find("over").textContent = findOther() ? `, over that of ${findOther().method.label}` : "";
    }

    function showSize(size) {
      state.size = size;
      showUnits();
      readings.showErrors(errorAt);
      const read = ordered().filter(isShown).map((curve) => `${curve.name} ${errorAt(curve)}`);
      find("stop").textContent = `With ${formatNumber(Math.round(size))} ${data.unit}: ${read.join("; ")}`;
    }

    // Return the measured mean, or the expectation at the end of a fit.
    function errorAt(curve) {
      const [read] = drawn([curve]);
      const measured = read.sizes.indexOf(state.size);
      if (measured >= 0) return read.means[measured] === null ? "" : formatNumber(read.means[measured]);
      const [sizes, errors, lows, highs] = read.band;
      const end = sizes.length - 1;
      if (end < 0 || errors[end] === null || Math.abs(sizes[end] - state.size) > 0.001 * state.size) return "";
      const band = lows[end] === null ? "" : ` (${formatNumber(lows[end])} to ${formatNumber(highs[end])})`;
      return `fit ${formatNumber(errors[end])}${band}`;
    }

    // The state as words of an address, and back.
    function spellState() {
      const { data_set, condition } = data.places[state.place];
      const words = new URLSearchParams({ data_set, condition, metric: label() });
      if (state.error !== null) words.set("target", state.error);
      if (state.relative) words.set("relative", state.relative.name);
      if (state.zoom) words.set("zoom", [...state.zoom.x, ...state.zoom.y].join(","));
      words.set("show", SHOWN.filter((name) => isTicked(`show_${name}`)).join(","));
      words.set("linear", LINEAR.filter((name) => isTicked(`linear_${name}`)).join(","));
      const shown = data.methods.filter((method) => !state.hidden.has(method));
      for (const name of shown.length ? shown.map((method) => method.name) : [""]) words.append("method", name);
      return words;
    }

    function applyState(words) {
      const listed = (name) => words.get(name)?.split(",").filter(Boolean);
      const place = findPlace(words.get("data_set"), words.get("condition"));
      if (place >= 0) state.place = place;
      state.metric = Math.max(0, data.metrics.indexOf(words.get("metric")));
      state.relative = data.methods.find((method) => method.name === words.get("relative")) ?? null;
      if (words.get("target") > 0) state.error = +words.get("target");
      if (words.has("show")) for (const name of SHOWN) find(`show_${name}`).checked = listed("show").includes(name);
      for (const name of LINEAR) find(`linear_${name}`).checked = listed("linear")?.includes(name) ?? false;
      if (words.has("method")) hideAllBut(data.methods.filter((method) => words.getAll("method").includes(method.name)));
      showPlace();
      const zoom = listed("zoom")?.map(Number);
      if (zoom?.length === 4 && zoom.every((value) => value >= 0)) chooseZoom({ x: zoom.slice(0, 2), y: zoom.slice(2) });
    }

    // The address changes once a reader has changed something. A slider would change it too often for some browsers.
    let waiting;
    let isTouched = false;
    function writeState() {
      clearTimeout(waiting);
      if (isTouched) waiting = setTimeout(() => history.replaceState(null, "", spellAddress({ state: spellState() })), 200);
    }

    function nameFile(suffix) {
      const { data_set, condition } = data.places[state.place];
      return `${["learning_curves", data_set, condition].join(" ").replace(/[^\p{L}\p{N}.-]+/gu, "_")}.${suffix}`;
    }

    // What the figure says, under which condition, and whence: to be cited.
    function cite() {
      const { data_set, condition } = data.places[state.place];
      const isOne = data.places.filter((place) => place.data_set === data_set).length === 1;
      const [answer, ...rest] = ["answer", "estimand", "made"].map((id) => find(id).textContent);
      return [answer, ...(isOne ? [] : [`Condition: ${condition}.`]), ...rest, `${document.title}.`].join(" ");
    }

    async function saveFigure(suffix) {
      const figure = copyFigure(chart.root, cite());
      if (suffix === "svg") save(figure, "image/svg+xml", nameFile(suffix));
      else save(await paint(figure, { width: chart.root.width.baseVal.value, height: chart.root.height.baseVal.value }), "image/png", nameFile(suffix));
    }

    hideAllBut(ordered().filter((curve) => !curve.method.label_free).slice(0, MOST_SHOWN).map((curve) => curve.method));
    find("error").oninput = () => chooseError(findSlider().errors[find("error").value]);
    find("typed").onchange = typeError;
    for (const id of BOXES) find(id).onchange = showCurves;
    find("zoom_in").onclick = () => chooseZoom(chart.zoomBy(0.6));
    find("zoom_out").onclick = () => chooseZoom(chart.zoomBy(1 / 0.6));
    find("whole").onclick = () => chooseZoom(null);
    find("every").onclick = () => { hideAllBut(data.methods); showCurves(); };
    find("none").onclick = () => { hideAllBut([]); showCurves(); };
    find("save_svg").onclick = () => saveFigure("svg");
    find("save_png").onclick = () => saveFigure("png");
    find("save_text").onclick = () => save(`${cite()}\n`, "text/plain", nameFile("txt"));
    for (const kind of ["input", "change", "click", "pointerup", "keydown"]) find("figure").addEventListener(kind, () => (isTouched = true), true);
    addEventListener("popstate", () => applyState(readAddress().state));
    find("figure").hidden = false;
    applyState(readAddress().state);
  }

  if (data?.curves.length) explore();
}
