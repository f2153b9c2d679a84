// How often each label was heard in each of the last 24 hours, as a table whose cells darken.
import { words } from "./labels.js";

const HOUR_MS = 3_600_000;

export class HeatMap {
  #table;
  #labels = [];
  #counts = new Map();
  #shown = false;

  constructor(table) {
    this.#table = table;
  }

  hello(hello) {
    this.#labels = hello.labels;
  }

  /** counts: [{hour (ms at its start, UTC), label, count}], whole each time */
  update(counts) {
    this.#counts = new Map(counts.map(({ hour, label, count }) => [`${hour} ${label}`, count]));
    this.#draw();
  }

  #draw() {
    document.getElementById("heat-empty").hidden = this.#counts.size > 0;
    this.#table.parentElement.hidden = this.#counts.size === 0;
    const last = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
    const hours = Array.from({ length: 24 }, (_, i) => last - (23 - i) * HOUR_MS);
    const most = Math.max(1, ...this.#counts.values());
    const head = document.createElement("thead");
    const names = document.createElement("tr");
    names.append(this.#cell("th", "Label", "col"));
    hours.forEach((hour) => names.append(this.#cell("th", String(new Date(hour).getHours()), "col")));
    head.append(names);
    const body = document.createElement("tbody");
    for (const label of this.#labels) {
      const row = document.createElement("tr");
      row.append(this.#cell("th", words(label), "row"));
      for (const hour of hours) {
        const count = this.#counts.get(`${hour} ${label}`) ?? 0;
        const cell = this.#cell("td", short(count));
        if (count > 0) {
          // Never so dark that the number on it could not be read.
          const percent = Math.round(8 + 36 * (Math.log1p(count) / Math.log1p(most)));
          cell.style.background = `color-mix(in srgb, var(--accent) ${percent}%, transparent)`;
          cell.title = `${words(label)}, ${new Date(hour).toLocaleString()}: ${count}`;
        }
        row.append(cell);
      }
      body.append(row);
    }
    this.#table.replaceChildren(head, body);
    if (!this.#shown) {
      // Where not all hours have room, the newest are the ones to see.
      this.#shown = true;
      this.#table.parentElement.scrollLeft = this.#table.scrollWidth;
    }
  }

  #cell(tag, text, scope) {
    const cell = document.createElement(tag);
    if (scope) cell.scope = scope;
    cell.textContent = text;
    return cell;
  }
}

function short(count) {
  if (count === 0) return "";
  return count < 1000 ? String(count) : `${(count / 1000).toFixed(count < 9_950 ? 1 : 0)}k`;
}
