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
  hello(hello) {
    put("fact-model", `${hello.model.name} ${hello.model.version}`);
    document.getElementById("fact-model").title = `SHA-256 ${hello.model.sha256}`;
    put("fact-device", hello.model.device);
  }

  sources(counts) {
    const total = [...counts.values()].reduce((a, b) => a + b, 0);
    const bad = total - (counts.get("HEALTHY") ?? 0) - (counts.get("ENDED") ?? 0);
    look("fact-sources", bad > 0);
    put("fact-sources", bad > 0 ? `${total}, ${bad} ${bad === 1 ? "needs" : "need"} a look` : `${total}`);
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
    const element = document.getElementById("connection");
    element.dataset.state = state;
    element.textContent = state === "live" ? "Live" : "Connection lost, trying again";
  }
}
