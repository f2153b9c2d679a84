// One event in a window of its own: when, how sure, how it looks and sounds, and what somebody says of it.
import { words } from "./labels.js";
import { full, seconds, utc } from "./times.js";
import { Review } from "./review.js";

const SOUNDS = [["clip", "As it was heard"], ["separated", "This label alone"]];

export class Details {
  #dialog = document.getElementById("details");
  #title = document.getElementById("details-title");
  #facts = document.getElementById("details-facts");
  #evidence = document.getElementById("details-evidence");
  #said = document.getElementById("details-review");
  #write;
  #review = null;
  #event = null;

  constructor(write) {
    this.#write = write;
    document.getElementById("details-close").addEventListener("click", () => this.#dialog.close());
    // A player that nobody sees must not go on.
    this.#dialog.addEventListener("close", () => this.#evidence.replaceChildren());
    this.#dialog.addEventListener("click", (e) => {
      if (e.target === this.#dialog) this.#dialog.close();
    });
  }

  open(event) {
    this.#event = event;
    this.#title.textContent = `${words(event.label)} at ${event.source_id}`;
    this.#facts.replaceChildren(...facts(event));
    this.#evidence.replaceChildren(...evidence(event));
    this.#review = new Review(event, this.#write);
    this.#said.replaceChildren(this.#review.element);
    this.#dialog.showModal();
  }

  /** The event goes on, ends, or somebody said something of it. */
  update(event) {
    if (!this.#dialog.open || this.#event.event_id !== event.event_id) return;
    const sounds = event.evidence !== this.#event.evidence;
    this.#event = event;
    this.#facts.replaceChildren(...facts(event));
    if (sounds) this.#evidence.replaceChildren(...evidence(event));
    this.#review.show(event);
  }
}

function facts(event) {
  const rows = [
    ["When", `${full(event.onset_ms)}`],
    ["UTC", utc(event.onset_ms)],
    ["Length", event.phase === "ENDED" ? seconds(event.offset_ms - event.onset_ms) : "going on"],
    ["Score", `${event.score.toFixed(2)}, must reach ${event.high.toFixed(2)}`],
    ["Tag", `${event.tag.toFixed(2)}, must pass ${event.gate.toFixed(2)}`],
    ["Level", `${event.level_dbfs.toFixed(0)} dBFS`],
    ["Model", event.model],
  ];
  return rows.map(([name, value]) => {
    const row = document.createElement("div");
    const term = document.createElement("dt");
    term.textContent = name;
    const text = document.createElement("dd");
    text.textContent = value;
    row.append(term, text);
    return row;
  });
}

/** Only what the store has is shown: the server answers "nothing here" for the rest. */
function evidence(event) {
  if (!event.evidence) {
    const none = document.createElement("p");
    none.className = "empty";
    none.textContent = event.phase === "ENDED" ? "No sound of this event was kept." : "Its sound is kept, if at all, once it has ended.";
    return [none];
  }
  const address = (file) => `api/evidence?${new URLSearchParams({ clip: event.evidence, file })}`;
  const picture = document.createElement("img");
  picture.alt = `Spectrogram of the clip with axes, and the outline of what counted as ${words(event.label)}`;
  picture.width = 1200;
  picture.height = 520;
  picture.addEventListener("error", () => picture.remove());
  picture.src = address("picture");
  const players = SOUNDS.map(([file, text]) => {
    const figure = document.createElement("figure");
    const caption = document.createElement("figcaption");
    caption.textContent = text;
    const player = document.createElement("audio");
    player.controls = true;
    player.preload = "metadata";
    player.setAttribute("aria-label", text);
    player.addEventListener("error", () => figure.remove());
    player.src = address(file);
    figure.append(caption, player);
    return figure;
  });
  return [picture, ...players];
}
