// One tile per source that somebody listens to: scrolling log-mel, outlines of masks, event bars, level.
import { trouble } from "./health.js";
import { Minutes } from "./minutes.js";
import { SoundPicture } from "./picture.js";

const FIRST_TILES = matchMedia("(max-width: 36rem)").matches ? 2 : 4;
const MOST_TILES = 24;
const PACE_MS = 66;
const KEY = "earshot-tiles";
const IDLE = { STALE: "Nothing arrives", ENDED: "The sound has ended" };

export class Tiles {
  #root;
  #empty = document.getElementById("tiles-empty");
  #watch;
  #tiles = new Map();
  #hello = null;
  #changed = () => {};
  #chosen = JSON.parse(localStorage.getItem(KEY) ?? "null");
  #timer = 0;
  #visible = new Set();
  #observer = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      const id = entry.target.dataset.source;
      if (entry.isIntersecting) this.#visible.add(id);
      else this.#visible.delete(id);
    }
    this.#draw();
  });

  constructor(root, watch) {
    this.#root = root;
    this.#watch = watch;
  }

  onChange(listener) {
    this.#changed = listener;
  }

  hello(hello) {
    this.#hello = hello;
  }

  isOpen(id) {
    return this.#tiles.has(id);
  }

  toggle(id) {
    if (this.#tiles.has(id)) this.#close(id);
    else this.#open(id);
    this.#chosen = [...this.#tiles.keys()];
    localStorage.setItem(KEY, JSON.stringify(this.#chosen));
    this.#settled();
  }

  /** Opens the tiles of last time, or the first few sources for somebody who never chose. */
  offer(list) {
    const heard = list.filter((s) => !(s.state in IDLE)).map((s) => s.source_id).sort();
    const here = new Set(list.map((s) => s.source_id));
    // In the order in which they were chosen: each keeps its place when the page is opened again.
    const wanted = this.#chosen ? this.#chosen.filter((id) => here.has(id)) : heard;
    const room = this.#chosen ? MOST_TILES : FIRST_TILES;
    let opened = false;
    for (const id of wanted) {
      if (!this.#tiles.has(id) && this.#tiles.size < room) {
        this.#open(id);
        opened = true;
      }
    }
    if (opened) this.#settled();
  }

  states(list) {
    for (const status of list) this.#tiles.get(status.source_id)?.status(status);
  }

  frames(frames) {
    this.#tiles.get(frames.source)?.frames(frames);
    this.#draw();
  }

  mask(mask) {
    this.#tiles.get(mask.source)?.picture.mask(mask);
  }

  levels(list) {
    for (const { source, minutes } of list) this.#tiles.get(source)?.minutes.add(minutes);
  }

  events(list) {
    for (const event of list) this.#tiles.get(event.source_id)?.picture.event(event);
  }

  #open(id) {
    if (this.#tiles.size >= MOST_TILES) this.#close(this.#tiles.keys().next().value);
    const tile = new Tile(id, this.#hello, () => this.toggle(id));
    this.#tiles.set(id, tile);
    this.#root.append(tile.element);
    this.#observer.observe(tile.element);
  }

  #close(id) {
    const tile = this.#tiles.get(id);
    this.#observer.unobserve(tile.element);
    this.#visible.delete(id);
    tile.element.remove();
    this.#tiles.delete(id);
  }

  #settled() {
    this.#empty.hidden = this.#tiles.size > 0;
    this.#watch([...this.#tiles.keys()]);
    this.#changed();
  }

  #draw() {
    // Sound comes in pieces of a tenth of a second: drawing at every frame of the screen would show nothing more.
    this.#timer ||= setTimeout(() => requestAnimationFrame(() => {
      this.#timer = 0;
      for (const id of this.#visible) this.#tiles.get(id)?.picture.draw();
    }), PACE_MS);
  }
}

class Tile {
  constructor(id, hello, close) {
    this.element = document.createElement("article");
    this.element.className = "tile";
    this.element.dataset.source = id;
    const head = document.createElement("header");
    this.dot = document.createElement("i");
    this.dot.className = "state";
    this.dot.setAttribute("aria-hidden", "true");
    const name = document.createElement("h3");
    name.textContent = id;
    this.why = document.createElement("span");
    this.why.className = "why";
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "×";
    button.setAttribute("aria-label", `Close ${id}`);
    button.addEventListener("click", close);
    head.append(this.dot, name, this.why, button);
    const canvas = document.createElement("canvas");
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", `Sound picture of ${id}, the last ten seconds`);
    this.picture = new SoundPicture(canvas, hello);
    this.idle = document.createElement("p");
    this.idle.className = "idle";
    const level = document.createElement("div");
    level.className = "level";
    this.meter = document.createElement("meter");
    this.meter.min = -80;
    this.meter.max = 0;
    this.meter.high = -3;
    this.meter.optimum = -30;
    this.meter.value = -80;
    this.meter.setAttribute("aria-label", `Level of ${id} in dB against full scale`);
    this.decibels = document.createElement("span");
    this.decibels.textContent = "– dBFS";
    level.append(this.meter, this.decibels);
    this.minutes = new Minutes(id);
    this.element.append(head, canvas, this.idle, level, this.minutes.element);
    this.#rest("Waiting for sound");
  }

  status(status) {
    this.dot.dataset.state = status.state;
    this.why.textContent = status.state in IDLE ? "" : trouble(status);
    if (status.state in IDLE) this.#rest(IDLE[status.state]);
    this.#level(status.level_dbfs);
  }

  frames(frames) {
    this.element.dataset.idle = "false";
    this.picture.frames(frames);
    this.#level(frames.level_dbfs);
  }

  /** Says why there is no picture, in its place. */
  #rest(why) {
    this.idle.textContent = why;
    this.element.dataset.idle = "true";
  }

  #level(dbfs) {
    this.meter.value = Math.max(-80, dbfs);
    this.decibels.textContent = `${dbfs <= -120 ? "−∞" : dbfs.toFixed(0)} dBFS`;
  }
}
