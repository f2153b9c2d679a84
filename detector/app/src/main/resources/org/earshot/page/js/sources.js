// The strip of sources with their health.
import { health, trouble } from "./health.js";
import { span } from "./times.js";

// In the list of states, what is a choice and no state.
const NEEDS_A_LOOK = "LOOK";
// A silent fleet tells nothing new; how long it has been silent goes on.
const PACE_MS = 10_000;
const TYPING_MS = 300;

export class Sources {
  #sources = new Map();
  #items = new Map();
  #strip = document.getElementById("source-strip");
  #search = document.getElementById("source-search");
  #state = document.getElementById("source-state");
  #empty = document.getElementById("source-empty");

  #total = 0;
  #typed = 0;
  /** Whether the next list is that of a new connection, with all that there is to be shown. */
  #anew = false;
  /** Sources that are here because they were looked for. */
  #found = new Set();

  /** @param find asks the server for sources by words and state, for a fleet of which only a part is here */
  constructor(toggle, isOpen, find) {
    this.toggle = toggle;
    this.isOpen = isOpen;
    this.find = find;
    this.#search.addEventListener("input", () => this.#look());
    this.#state.addEventListener("change", () => this.#look());
    setInterval(() => this.refresh(), PACE_MS);
  }

  hello() {
    this.#anew = true;
  }

  update(view) {
    this.#total = view.total;
    for (const id of view.gone) this.#forget(id);
    for (const source of view.list) {
      this.#sources.set(source.source_id, source);
      this.#found.delete(source.source_id);
    }
    if (this.#anew) {
      this.#anew = false;
      const here = new Set(view.list.map((source) => source.source_id));
      for (const id of [...this.#sources.keys()]) if (!here.has(id) && !this.isOpen(id)) this.#forget(id);
    }
    this.refresh();
  }

  #look() {
    this.refresh();
    if (this.#total <= this.#sources.size) return;
    clearTimeout(this.#typed);
    this.#typed = setTimeout(async () => {
      const found = await this.find(this.#search.value.trim(), this.#state.value);
      for (const id of this.#found) if (!this.isOpen(id)) this.#forget(id);
      this.#found.clear();
      for (const source of found) {
        if (!this.#sources.has(source.source_id)) this.#found.add(source.source_id);
        this.#sources.set(source.source_id, source);
      }
      this.refresh();
    }, TYPING_MS);
  }

  #fits(source) {
    const chosen = this.#state.value;
    return chosen === "" || source.state === chosen || (chosen === NEEDS_A_LOOK && trouble(source) !== "");
  }

  #forget(id) {
    this.#sources.delete(id);
    this.#items.delete(id);
  }

  refresh() {
    const wanted = this.#search.value.trim().toLowerCase();
    const shown = [...this.#sources.values()]
      .filter((s) => s.source_id.toLowerCase().includes(wanted))
      .filter((s) => this.#fits(s))
      // By name alone: a source whose state changes keeps its place, where people have learnt to look for it.
      .sort((a, b) => (a.source_id < b.source_id ? -1 : 1));
    const items = shown.map((s) => this.#item(s));
    // Leaving what already stands in order untouched keeps the keyboard's focus where it is.
    if (items.length !== this.#strip.children.length || items.some((item, i) => this.#strip.children[i] !== item)) {
      const focused = document.activeElement;
      this.#strip.replaceChildren(...items);
      if (this.#strip.contains(focused)) focused.focus();
    }
    const part = this.#total > this.#sources.size;
    this.#empty.hidden = items.length > 0 && !part;
    this.#empty.textContent = part
      ? `${this.#total.toLocaleString()} sources; here are those that need a look first. Find looks through all.`
      : this.#sources.size > 0 ? "No source is like that." : "No source has sent sound yet.";
  }

  #item(source) {
    let item = this.#items.get(source.source_id);
    if (!item) {
      item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      const dot = document.createElement("i");
      dot.className = "state";
      dot.setAttribute("aria-hidden", "true");
      const name = document.createElement("span");
      name.textContent = source.source_id;
      const why = document.createElement("span");
      why.className = "why";
      button.append(dot, name, why);
      button.addEventListener("click", () => this.toggle(source.source_id));
      item.append(button);
      this.#items.set(source.source_id, item);
    }
    const button = item.firstChild;
    button.firstChild.dataset.state = source.state;
    button.lastChild.textContent = trouble(source);
    button.setAttribute("aria-pressed", String(this.isOpen(source.source_id)));
    // The words that stand there, so that speaking them chooses the button.
    button.setAttribute("aria-label", `${source.source_id} ${health(source)}`);
    button.title = describe(source);
    return item;
  }
}

function describe(s) {
  const parts = [
    health(s),
    `${s.sample_rate_hz} Hz${s.band_limited ? " (band-limited)" : ""}`,
    `${s.level_dbfs.toFixed(0)} dBFS`,
  ];
  if (s.gaps > 0) parts.push(`${s.gaps} gaps`);
  if (s.late > 0) parts.push(`${s.late} late`);
  if (Math.abs(s.clock_skew_ms) > 1000) {
    parts.push(`clock ${span(Math.abs(s.clock_skew_ms))} ${s.clock_skew_ms > 0 ? "behind" : "ahead"}`);
  }
  return parts.join(", ");
}
