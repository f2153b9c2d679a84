// The scrolling picture of one source: log-mel columns, mask outlines above them, event bars below.
import { colour, words } from "./labels.js";

const SHOWN_MS = 10_000;
const BARS_PX = 28;

export class SoundPicture {
  #canvas;
  #context;
  #frameMs;
  #mels;
  #columns;
  #strip;
  #stripContext;
  #newest = null;
  #next = 0;
  #events = new Map();
  #masks = new Map();

  constructor(canvas, hello) {
    this.#canvas = canvas;
    this.#frameMs = hello.frame_ms;
    this.#mels = hello.mels;
    this.#columns = Math.ceil(SHOWN_MS / this.#frameMs);
    this.#context = canvas.getContext("2d");
    // As many points as the screen has, so that text and outlines are sharp.
    new ResizeObserver(() => {
      canvas.width = Math.max(1, Math.round(canvas.clientWidth * devicePixelRatio));
      canvas.height = Math.max(1, Math.round(canvas.clientHeight * devicePixelRatio));
      this.draw();
    }).observe(canvas);
    // A ring of columns: a new one overwrites the oldest, and drawing turns the ring the right way round.
    this.#strip = new OffscreenCanvas(this.#columns, this.#mels);
    this.#stripContext = this.#strip.getContext("2d");
    this.#clear();
  }

  /** frames: {t0 (ms), data (base64, a byte per mel, [frames][mels])} */
  frames({ t0, data }) {
    const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
    const count = bytes.length / this.#mels;
    if (this.#newest !== null && Math.abs(t0 - this.#newest - this.#frameMs) > SHOWN_MS / 2) this.#clear();
    for (let i = 0; i < count; i++) {
      const image = this.#stripContext.createImageData(1, this.#mels);
      for (let m = 0; m < this.#mels; m++) {
        const at = (this.#mels - 1 - m) * 4;
        const [r, g, b] = HEAT[bytes[i * this.#mels + m]];
        image.data.set([r, g, b, 255], at);
      }
      this.#stripContext.putImageData(image, this.#next, 0);
      this.#next = (this.#next + 1) % this.#columns;
    }
    this.#newest = t0 + (count - 1) * this.#frameMs;
  }

  event(event) {
    this.#events.set(event.event_id, event);
    if (this.#events.size > 60) this.#events.delete(this.#events.keys().next().value);
  }

  /** mask: {event_id, label, t0 (ms), frames, bits (base64, [frames][mels], a bit each, first bit highest)} */
  mask(mask) {
    const bytes = Uint8Array.from(atob(mask.bits), (c) => c.charCodeAt(0));
    const isSet = (t, m) => {
      if (t < 0 || t >= mask.frames || m < 0 || m >= this.#mels) return false;
      const i = t * this.#mels + m;
      return ((bytes[i >> 3] >> (7 - (i & 7))) & 1) === 1;
    };
    // The outline is where neighbouring cells differ: [t, m, t', m'] in cells.
    const edges = [];
    for (let t = 0; t <= mask.frames; t++) {
      for (let m = 0; m <= this.#mels; m++) {
        if (isSet(t, m) !== isSet(t - 1, m)) edges.push([t, m, t, m + 1]);
        if (isSet(t, m) !== isSet(t, m - 1)) edges.push([t, m, t + 1, m]);
      }
    }
    this.#masks.set(mask.event_id, { label: mask.label, t0: mask.t0, edges });
    if (this.#masks.size > 20) this.#masks.delete(this.#masks.keys().next().value);
  }

  draw() {
    const width = this.#canvas.width / devicePixelRatio;
    const picture = this.#canvas.height / devicePixelRatio - BARS_PX;
    const c = this.#context;
    c.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    c.imageSmoothingEnabled = false;
    const scale = width / this.#columns;
    const older = this.#columns - this.#next;
    c.drawImage(this.#strip, this.#next, 0, older, this.#mels, 0, 0, older * scale, picture);
    if (this.#next > 0) {
      c.drawImage(this.#strip, 0, 0, this.#next, this.#mels, older * scale, 0, this.#next * scale, picture);
    }
    c.fillStyle = "#0b1020";
    c.fillRect(0, picture, width, BARS_PX);
    if (this.#newest === null) return;
    const x = (ms) => width - ((this.#newest + this.#frameMs - ms) / this.#frameMs) * scale;
    this.#drawMasks(c, x, scale, picture);
    this.#drawBars(c, x, width, picture);
  }

  #drawMasks(c, x, scale, picture) {
    const rise = picture / this.#mels;
    for (const [id, mask] of this.#masks) {
      const start = x(mask.t0);
      if (start + SHOWN_MS / this.#frameMs * scale < 0) {
        this.#masks.delete(id);
        continue;
      }
      c.strokeStyle = colour(mask.label, 70);
      c.lineWidth = 1.5;
      c.beginPath();
      for (const [t, m, t2, m2] of mask.edges) {
        c.moveTo(start + t * scale, picture - m * rise);
        c.lineTo(start + t2 * scale, picture - m2 * rise);
      }
      c.stroke();
    }
  }

  #drawBars(c, x, width, picture) {
    c.font = "11px system-ui, sans-serif";
    c.textBaseline = "middle";
    // Where the last bar and the last name of each of the two lanes end.
    const lanes = [{ bar: 0, name: 0 }, { bar: 0, name: 0 }];
    const bar = BARS_PX / 2 - 2;
    const names = [];
    for (const event of [...this.#events.values()].sort((a, b) => a.onset_ms - b.onset_ms)) {
      const from = Math.max(0, x(event.onset_ms));
      const known = Math.min(width, x(event.offset_ms));
      const to = event.phase === "ENDED" ? known : width;
      if (to <= 0 || from >= width) continue;
      const lane = lanes.find((l) => l.bar <= from) ?? (lanes[0].bar <= lanes[1].bar ? lanes[0] : lanes[1]);
      lane.bar = Math.max(lane.bar, to);
      const y = picture + 2 + lanes.indexOf(lane) * (BARS_PX / 2);
      c.fillStyle = colour(event.label, 35);
      c.fillRect(from, y, Math.max(3, known - from), bar);
      // What sounds here and now has not been scored yet: the event may still be going on.
      if (to > known) c.fillRect(Math.max(from, known), y + bar - 3, to - Math.max(from, known), 3);
      const name = words(event.label);
      // At the right edge the name stands before the bar, where there is room.
      const long = c.measureText(name).width;
      const start = Math.max(2, Math.min(from + 3, width - long - 2));
      // A third sound at the same time: better a bar without its name than two names over each other.
      if (start < lane.name) continue;
      names.push([name, start, y + bar / 2 + 0.5]);
      lane.name = start + long + 4;
    }
    // After all bars: that of a third sound at the same time lies over an earlier one.
    c.fillStyle = "#ffffff";
    names.forEach((name) => c.fillText(...name));
  }

  #clear() {
    this.#stripContext.fillStyle = "#0b1020";
    this.#stripContext.fillRect(0, 0, this.#columns, this.#mels);
    this.#next = 0;
    this.#newest = null;
  }
}

// Dark blue over teal to a warm white: lightness rises evenly, so that it reads without colour too.
const STOPS = [[11, 16, 32], [24, 52, 88], [27, 98, 116], [58, 150, 126], [152, 200, 120], [252, 240, 190]];
const HEAT = Array.from({ length: 256 }, (_, i) => {
  const at = (i / 255) * (STOPS.length - 1);
  const low = Math.min(Math.floor(at), STOPS.length - 2);
  return STOPS[low].map((v, channel) => Math.round(v + (STOPS[low + 1][channel] - v) * (at - low)));
});
