// The list of events: newest first, searched and filtered, each one open to review.
import { colour, labels, setLabels, words } from "./labels.js";
import { Review } from "./review.js";
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
  #empty = document.getElementById("event-empty");
  #list = document.getElementById("event-list");
  #days = document.getElementById("event-days");
  #from = document.getElementById("event-from");
  #to = document.getElementById("event-to");
  #live = document.getElementById("event-live");
  /** What a search of past days found; null while the list is live. */
  #found = null;
  #left = "";
  #waiting = new Set();
  #announcer = document.getElementById("announcer");
  #feed;
  #details;
  #reviews = new WeakMap();
  #frame = 0;
  #timer = 0;
  #lastAnnounced = -Infinity;

  constructor(feed, details) {
    this.#feed = feed;
    this.#details = details;
    this.#search.addEventListener("input", () => this.#refresh());
    this.#label.addEventListener("change", () => this.#refresh());
    this.#score.addEventListener("input", () => this.#refresh());
    this.#pause.addEventListener("click", () => {
      this.#pause.setAttribute("aria-pressed", String(!this.#paused()));
      this.#waiting.clear();
      this.#refresh();
    });
    const today = day(new Date());
    this.#from.value = today;
    this.#to.value = today;
    // A page may stay open for days.
    this.#days.addEventListener("focusin", () => {
      this.#from.max = day(new Date());
    });
    this.#days.addEventListener("submit", (e) => {
      e.preventDefault();
      this.#searchDays();
    });
    this.#live.addEventListener("click", () => {
      this.#forgetFound();
      this.#live.hidden = true;
      this.#refresh();
      this.#search.focus();
    });
    this.#refresh();
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
      const next = { ...event, verdict: known?.verdict, heard: known?.heard };
      this.#events.set(event.event_id, next);
      this.#details.update(next);
      if (!known && this.#paused()) this.#waiting.add(event.event_id);
    }
    while (this.#events.size > KEPT) {
      const oldest = this.#events.keys().next().value;
      this.#events.delete(oldest);
      this.#waiting.delete(oldest);
      if (!this.#found?.has(oldest)) this.#rows.delete(oldest);
    }
    this.#announce(list);
    if (this.#paused()) {
      this.#tellHold();
    } else {
      this.#timer ||= setTimeout(() => {
        this.#timer = 0;
        if (!this.#paused()) this.#refresh();
      }, PACE_MS);
    }
  }

  #paused() {
    return this.#pause.getAttribute("aria-pressed") === "true";
  }

  /** How many came since the list was held, on the button that lets them in. */
  #tellHold() {
    const count = this.#waiting.size;
    this.#pause.textContent = !this.#paused() ? "Hold" : count === 0 ? "Held" : `Held, ${count.toLocaleString()} new`;
  }

  #refresh() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#tellHold();
      const all = this.#found ?? this.#events;
      const wanted = this.#search.value.trim().toLowerCase();
      const least = Number(this.#score.value) || 0;
      const found = [...all.values()]
        .filter((e) => this.#found || !this.#waiting.has(e.event_id))
        .filter((e) => this.#label.value === "" || e.label === this.#label.value)
        .filter((e) => e.score >= least)
        .filter((e) => wanted === "" || e.source_id.toLowerCase().includes(wanted) || words(e.label).toLowerCase().includes(words(wanted)))
        .sort((a, b) => b.onset_ms - a.onset_ms);
      const rows = found.slice(0, SHOWN).map((e) => this.#row(e));
      this.#place(rows);
      const shown = found.length > SHOWN ? `, the newest ${SHOWN} shown` : "";
      const where = this.#found ? ` found${this.#left}` : this.#paused() ? " (held)" : "";
      this.#count.textContent = all.size === 0 ? "" : `${found.length} of ${all.size} events${shown}${where}`;
      this.#list.hidden = found.length === 0;
      this.#empty.hidden = found.length > 0;
      this.#empty.textContent = all.size > 0
        ? "No event is like that."
        : this.#found ? `Nothing like that was heard in these days${this.#left}.` : "All quiet: nothing was heard in the last 24 hours. Events appear here as they come.";
    });
  }

  /** Asks the server for the days between the two dates, both included, by the words, label and score that are set. */
  async #searchDays() {
    const from = new Date(`${this.#from.value}T00:00`);
    const to = new Date(`${this.#to.value}T00:00`);
    to.setDate(to.getDate() + 1);
    this.#count.textContent = "Searching …";
    const answer = await this.#feed.search({
      from: from.getTime(),
      to: to.getTime(),
      find: this.#search.value.trim(),
      label: this.#label.value,
      score: Number(this.#score.value) || 0,
    });
    if (answer === null) {
      this.#count.textContent = "The search did not succeed; try again in a moment.";
      return;
    }
    this.#left = `${answer.left > 0 ? `, ${answer.left.toLocaleString()} older ones left out` : ""}${answer.complete ? "" : ", not all days were read in time"}`;
    this.#forgetFound();
    this.#found = new Map(answer.events.map((e) => {
      const known = this.#events.get(e.event_id);
      return [e.event_id, { ...e, verdict: known?.verdict, heard: known?.heard }];
    }));
    this.reviewed(answer.reviews);
    this.#live.hidden = false;
    this.#refresh();
  }

  #forgetFound() {
    for (const id of this.#found?.keys() ?? []) if (!this.#events.has(id)) this.#rows.delete(id);
    this.#found = null;
  }

  /** Writes what somebody says, and shows it everywhere once it is written. */
  async review(event, verdict, heard) {
    const written = await this.#feed.review(event, verdict, heard);
    this.#announcer.textContent = !written ? "That could not be written"
      : verdict === "withdrawn" ? "Taken back"
      : `Noted: ${verdict === "true" ? "right" : heard ? `it was ${words(heard)}` : "wrong"}`;
    if (written) this.reviewed([{ event_id: event.event_id, verdict, heard }]);
    return written;
  }

  /** Shows what was said of events, here or in another browser. */
  reviewed(list) {
    for (const { event_id: id, verdict, heard } of list) {
      for (const events of [this.#events, this.#found]) {
        const current = events?.get(id);
        if (!current) continue;
        current.verdict = verdict === "withdrawn" ? undefined : verdict;
        current.heard = heard;
        this.#details.update(current);
        const row = this.#rows.get(id);
        if (row) this.#reviews.get(row).show(current);
      }
    }
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
    const [, , , score, length] = row.children;
    const bar = score.firstChild;
    bar.firstChild.firstChild.style.width = `${Math.round(event.score * 100)}%`;
    bar.lastChild.textContent = event.score.toFixed(2);
    bar.title = `score ${event.score.toFixed(2)}, must reach ${event.high.toFixed(2)}; `
      + `tag ${event.tag.toFixed(2)}, gate ${event.gate.toFixed(2)}`;
    length.textContent = event.phase === "ENDED" ? seconds(event.offset_ms - event.onset_ms) : "going on";
    this.#reviews.get(row).show(event);
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
    const open = document.createElement("button");
    open.type = "button";
    open.className = "open-details";
    open.textContent = words(event.label);
    open.setAttribute("aria-haspopup", "dialog");
    open.setAttribute("aria-label", `${words(event.label)} at ${event.source_id}, ${local(event.onset_ms)}: details`);
    open.addEventListener("click", () => this.#details.open(this.#current(event.event_id)));
    label.append(swatch, open);
    const said = document.createElement("td");
    const review = new Review(event, (...what) => this.review(...what));
    this.#reviews.set(row, review);
    said.append(review.element);
    row.append(time, source, label, this.#scoreCell(event), document.createElement("td"), said);
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

  #current(id) {
    return this.#found?.get(id) ?? this.#events.get(id);
  }

  /** Reads out at most one event in five seconds: a screen reader must not be flooded. */
  #announce(list) {
    const now = performance.now();
    const started = list.filter((e) => e.phase === "STARTED" && Date.now() - e.onset_ms < 30_000);
    if (started.length > 0 && now - this.#lastAnnounced > 5_000) {
      const e = started[started.length - 1];
      this.#announcer.textContent = `${words(e.label)} at ${e.source_id}`;
      this.#lastAnnounced = now;
    }
  }
}

/** A date as an input of dates has it, in the reader's zone. */
function day(date) {
  const two = (n) => String(n).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
