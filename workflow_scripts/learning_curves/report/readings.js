"use strict";
// The table next to the figure: of each method the size that it needs, its error, and whether it is shown.

class Readings {
  constructor(body, { trainingData, onToggle }) {
    Object.assign(this, { body, trainingData, onToggle });
  }

  // `rows` are [curve, answer, is shown].
  show(rows, readError) {
    const focused = this.body.contains(document.activeElement) ? document.activeElement.value : null;
    this.body.replaceChildren(...rows.map((row) => this.makeRow(...row)));
    if (focused) this.body.querySelector(`input[value="${CSS.escape(focused)}"]`)?.focus();
    this.showErrors(readError);
  }

  showErrors(readError) {
    for (const row of this.body.rows) row.lastChild.textContent = readError(row.curve);
  }

  makeRow(curve, answer, isShown) {
    const { method, name } = curve;
    const [needed, low, high, status, words] = answer ?? [null, null, null, "", "not answered"];
    const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: isShown, value: method.name });
    box.onchange = () => this.onToggle(method, box.checked);
    const text = Object.assign(document.createElement("span"), { textContent: `${name}${method.label_free ? `, without ${this.trainingData}` : ""}` });
    const label = document.createElement("label");
    label.append(box, makeSwatch(method), text);
    const head = Object.assign(document.createElement("th"), { scope: "row" });
    head.append(label);
    const row = Object.assign(document.createElement("tr"), { curve, className: isShown ? "" : "hidden" });
    Object.assign(row.dataset, { method: method.name, needed, low, high, status });
    row.append(head, Object.assign(document.createElement("td"), { textContent: words }), document.createElement("td"));
    return row;
  }
}
