// The line at the top: how the whole is doing.
import { span } from "./times.js";

const put = (id, text) => {
  const element = document.getElementById(id);
  if (element.textContent !== text) element.textContent = text;
};

const length = (ms) => ms < 120_000 ? `${(ms / 1000).toFixed(1)} s` : span(ms);

/** Sets off what somebody should look at; the words say it as well. */
const look = (id, needed) => {
  document.getElementById(id).dataset.look = String(needed);
};

// What the alert EarshotEventsLate calls late.
const LATE_MS = 10_000;

export class Facts {
  #live = false;
  #troubled = false;

  hello(hello) {
    put("fact-model", `${hello.model.name} ${hello.model.version}`);
    document.getElementById("fact-model").title = `SHA-256 ${hello.model.sha256}`;
    put("fact-device", hello.model.device);
  }

  sources(counts) {
    const total = Object.values(counts).reduce((a, b) => a + b, 0);
    const bad = total - (counts.HEALTHY ?? 0) - (counts.ENDED ?? 0);
    look("fact-sources", bad > 0);
    put("fact-sources", bad > 0 ? `${total.toLocaleString()}, ${bad.toLocaleString()} ${bad === 1 ? "needs" : "need"} a look` : total.toLocaleString());
  }

  stats(stats) {
    const late = stats.delay_p95_ms > LATE_MS;
    put("fact-delay", stats.delay_p50_ms === null
      ? "–"
      : `${length(stats.delay_p50_ms)} (95 %: ${length(stats.delay_p95_ms)})${late ? ", late" : ""}`);
    look("fact-delay", late);
    put("fact-lag", stats.lag_records === null ? "–" : stats.lag_records === 1 ? "1 chunk" : `${stats.lag_records.toLocaleString()} chunks`);
  }

  connection(state) {
    this.#live = state === "live";
    this.#connected();
  }

  troubles(troubles) {
    this.#troubled = troubles.length > 0;
    this.#connected();
  }

  /** "Live" promises that events come: the page being connected is not enough. */
  #connected() {
    const element = document.getElementById("connection");
    element.dataset.state = !this.#live ? "lost" : this.#troubled ? "trouble" : "live";
    element.textContent = !this.#live ? "Connection lost, trying again" : this.#troubled ? "Detector in trouble" : "Live";
  }
}
