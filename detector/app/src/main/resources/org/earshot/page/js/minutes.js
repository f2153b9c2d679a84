// How loud a source was each minute of the last hour: the newest in words, all as a small picture.
import { hourAndMinute } from "./times.js";

const KEPT = 60;
const MINUTE_MS = 60_000;
const HEIGHT = 24;
// Below this much between the loudest and the quietest a picture would show noise as mountains.
const LEAST_SPAN_DB = 20;
const WHOLE_S = 59;
const SVG = "http://www.w3.org/2000/svg";

export class Minutes {
  element = document.createElement("p");
  #id;
  #minutes = new Map();
  #text = document.createElement("span");
  #picture = document.createElementNS(SVG, "svg");
  #ranges = document.createElementNS(SVG, "path");
  #means = document.createElementNS(SVG, "path");

  constructor(id) {
    this.#id = id;
    this.element.className = "minutes";
    this.element.hidden = true;
    this.#picture.setAttribute("viewBox", `0 0 ${KEPT} ${HEIGHT}`);
    this.#picture.setAttribute("preserveAspectRatio", "none");
    this.#picture.setAttribute("role", "img");
    this.#ranges.setAttribute("class", "range");
    this.#means.setAttribute("class", "mean");
    this.#picture.append(this.#ranges, this.#means);
    this.element.append(this.#text, this.#picture);
  }

  /** Takes minutes, those of one message from the oldest on; one that comes again replaces what was there. */
  add(list) {
    for (const minute of list) {
      // A sender's clock that was ahead and is set back leaves minutes that have not been yet.
      const ahead = Math.max(...this.#minutes.keys()) - minute.start_ms >= KEPT * MINUTE_MS;
      if (ahead) for (const start of this.#minutes.keys()) if (start > minute.start_ms) this.#minutes.delete(start);
      this.#minutes.set(minute.start_ms, minute);
    }
    const newest = Math.max(...this.#minutes.keys());
    for (const start of this.#minutes.keys()) if (start <= newest - KEPT * MINUTE_MS) this.#minutes.delete(start);
    if (this.#minutes.size > 0) this.#show(newest);
  }

  #show(newest) {
    const last = this.#minutes.get(newest);
    const unit = last.calibrated ? "dB(A)" : "dBFS(A)";
    const part = last.heard_s < WHOLE_S ? `, ${Math.round(last.heard_s)} s heard` : "";
    this.element.hidden = false;
    this.#text.textContent =
      `${hourAndMinute(newest)} LAeq ${db(last.laeq)}, L10 ${db(last.l10)}, L90 ${db(last.l90)} ${unit}${part}`;
    this.element.title = "Sound level of the last whole minute: LAeq is the mean, L10 is exceeded for a tenth of the time, L90 for nine tenths";
    const all = [...this.#minutes.values()];
    const top = Math.max(...all.map((m) => Math.max(m.l10, m.laeq)));
    const bottom = Math.min(...all.map((m) => Math.min(m.l90, m.laeq)), top - LEAST_SPAN_DB);
    const y = (level) => (1 + (HEIGHT - 2) * (top - level) / (top - bottom)).toFixed(1);
    const x = (start) => KEPT - 1 - (newest - start) / MINUTE_MS;
    this.#ranges.setAttribute("d", all.map((m) => `M${x(m.start_ms) + 0.5} ${y(m.l90)}V${y(m.l10)}`).join(""));
    this.#means.setAttribute("d", all.map((m) => `M${x(m.start_ms)} ${y(m.laeq)}h1`).join(""));
    const loudest = Math.max(...all.map((m) => m.laeq));
    const quietest = Math.min(...all.map((m) => m.laeq));
    this.#picture.setAttribute(
      "aria-label",
      `Sound level of ${this.#id}, ${all.length} of the last 60 minutes: LAeq from ${db(quietest)} to ${db(loudest)} ${unit}`,
    );
  }
}

function db(level) {
  return level <= -119.5 ? "−∞" : level.toFixed(1).replace("-", "−");
}
