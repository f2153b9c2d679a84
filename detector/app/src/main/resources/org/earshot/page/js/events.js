// The list of events: newest first, searched and filtered, each one open to review.
import { colour, labels, setLabels, words } from "./labels.js";
import { local, seconds, utc } from "./times.js";

const KEPT = 3000;
const SHOWN = 300;
// Nobody reads faster, and laying out a long table again for each event takes the machine's time from the tiles.
const PACE_MS = 250;

export class EventList {
  #events = new Map();
  #rows = new Map();
  #filled = new WeakMap();
  #body = document.getElementById("event-rows");
  #search = document.getElementById("event-search");
  #label = document.getElementById("event-label");
  #score = document.getElementById("event-score");
  #pause = document.getElementById("event-pause");
  #count = document.getElementById("event-count");
  #announcer = document.getElementById("announcer");
  #review;
  #frame = 0;
  #timer = 0;
  #lastAnnounced = 0;

  constructor(review) {
    this.#review = review;
    this.#search.addEventListener("input", () => this.#refresh());
    this.#label.addEventListener("change", () => this.#refresh());
    this.#score.addEventListener("input", () => this.#refresh());
    this.#pause.addEventListener("click", () => {
      this.#pause.setAttribute("aria-pressed", String(!this.#paused()));
      this.#refresh();
    });
  }

  hello(hello) {
    setLabels(hello.labels);
    const chosen = this.#label.value;
    this.#label.replaceChildren(
      new Option("all", ""),
      ...labels().map((label) => new Option(words(label), label)),
    );
    this.#label.value = chosen;
  }

  add(list) {
    for (const event of list) {
      const known = this.#events.get(event.event_id);
      // Reconnecting replays what is known; an ended event does not start again.
      if (known?.phase === "ENDED" && event.phase !== "ENDED") continue;
      this.#events.set(event.event_id, { ...event, verdict: known?.verdict });
    }
    while (this.#events.size > KEPT) {
      const oldest = this.#events.keys().next().value;
      this.#events.delete(oldest);
      this.#rows.delete(oldest);
    }
    this.#announce(list);
    if (!this.#paused()) {
      this.#timer ||= setTimeout(() => {
        this.#timer = 0;
        if (!this.#paused()) this.#refresh();
      }, PACE_MS);
    }
  }

  #paused() {
    return this.#pause.getAttribute("aria-pressed") === "true";
  }

  #refresh() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      const wanted = this.#search.value.trim().toLowerCase();
      const least = Number(this.#score.value) || 0;
      const found = [...this.#events.values()]
        .filter((e) => this.#label.value === "" || e.label === this.#label.value)
        .filter((e) => e.score >= least)
        .filter((e) => wanted === "" || e.source_id.toLowerCase().includes(wanted) || words(e.label).includes(wanted))
        .sort((a, b) => b.onset_ms - a.onset_ms);
      const rows = found.slice(0, SHOWN).map((e) => this.#row(e));
      this.#place(rows);
      const held = this.#paused() ? " (held)" : "";
      const shown = found.length > SHOWN ? `, the newest ${SHOWN} shown` : "";
      this.#count.textContent = `${found.length} of ${this.#events.size} events${shown}${held}`;
    });
  }

  /** Leaves the rows alone that stand where they should: only what is new costs anything. */
  #place(rows) {
    const focused = document.activeElement;
    const wanted = new Set(rows);
    for (const row of [...this.#body.children]) if (!wanted.has(row)) row.remove();
    let next = this.#body.firstElementChild;
    for (const row of rows) {
      if (row === next) next = next.nextElementSibling;
      else this.#body.insertBefore(row, next);
    }
    if (focused !== document.activeElement && this.#body.contains(focused)) focused.focus({ preventScroll: true });
  }

  #row(event) {
    let row = this.#rows.get(event.event_id);
    if (!row) {
      row = this.#newRow(event);
      this.#rows.set(event.event_id, row);
    }
    if (this.#filled.get(row) !== event) this.#fill(row, event);
    return row;
  }

  #fill(row, event) {
    this.#filled.set(row, event);
    row.dataset.open = String(event.phase !== "ENDED");
    const [, , , score, length, review] = row.children;
    const bar = score.firstChild;
    bar.firstChild.firstChild.style.width = `${Math.round(event.score * 100)}%`;
    bar.lastChild.textContent = event.score.toFixed(2);
    bar.title = `score ${event.score.toFixed(2)}, must reach ${event.high.toFixed(2)}; `
      + `tag ${event.tag.toFixed(2)}, gate ${event.gate.toFixed(2)}`;
    length.textContent = event.phase === "ENDED" ? seconds(event.offset_ms - event.onset_ms) : "going on";
    for (const button of review.firstChild.children) {
      button.setAttribute("aria-pressed", String(event.verdict === button.value));
    }
  }

  #newRow(event) {
    const row = document.createElement("tr");
    // Said once more, because the narrow layout takes the table's own meaning away.
    row.setAttribute("role", "row");
    const time = document.createElement("td");
    const stamp = document.createElement("time");
    stamp.dateTime = new Date(event.onset_ms).toISOString();
    stamp.textContent = local(event.onset_ms);
    stamp.title = utc(event.onset_ms);
    time.append(stamp);
    const source = document.createElement("td");
    source.textContent = event.source_id;
    const label = document.createElement("td");
    const swatch = document.createElement("i");
    swatch.className = "swatch";
    swatch.style.background = colour(event.label);
    label.append(swatch, words(event.label));
    row.append(time, source, label, this.#scoreCell(event), document.createElement("td"), this.#reviewCell(event));
    for (const cell of row.children) cell.setAttribute("role", "cell");
    return row;
  }

  #scoreCell(event) {
    const cell = document.createElement("td");
    const score = document.createElement("div");
    score.className = "score";
    const track = document.createElement("div");
    track.className = "score-track";
    track.setAttribute("aria-hidden", "true");
    const fill = document.createElement("div");
    fill.className = "score-fill";
    const threshold = document.createElement("div");
    threshold.className = "score-threshold";
    threshold.style.left = `${event.high * 100}%`;
    track.append(fill, threshold);
    score.append(track, document.createElement("span"));
    cell.append(score);
    return cell;
  }

  #reviewCell(event) {
    const cell = document.createElement("td");
    const group = document.createElement("div");
    group.className = "review";
    for (const [verdict, text] of [["true", "Yes"], ["false", "No"]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.value = verdict;
      button.textContent = text;
      button.setAttribute("aria-label", `${text}: ${words(event.label)} at ${event.source_id}, ${local(event.onset_ms)}`);
      button.addEventListener("click", async () => {
        const current = this.#events.get(event.event_id);
        if (current && (await this.#review(event, verdict))) {
          current.verdict = verdict;
          this.#fill(this.#row(current), current);
          this.#announcer.textContent = `Noted: ${text}`;
        } else {
          this.#announcer.textContent = "The verdict could not be written";
        }
      });
      group.append(button);
    }
    cell.append(group);
    return cell;
  }

  /** Reads out at most one event in five seconds: a screen reader must not be flooded. */
  #announce(list) {
    const now = Date.now();
    const started = list.filter((e) => e.phase === "STARTED" && now - e.onset_ms < 30_000);
    if (started.length > 0 && now - this.#lastAnnounced > 5_000) {
      const e = started[started.length - 1];
      this.#announcer.textContent = `${words(e.label)} at ${e.source_id}`;
      this.#lastAnnounced = now;
    }
  }
}
