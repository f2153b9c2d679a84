// What is wrong with the detector itself, in words, above everything else; nothing if all is well.
const NAMES = { kafka: "Kafka", streams: "Kafka Streams", work: "Work", disk: "Disk", device: "Device", model: "Model" };

// A server that starts again is back sooner.
const PATIENCE_MS = 3_000;

export class Banner {
  #element;
  #troubles = [];
  #lostSince = null;
  #timer = 0;

  constructor(element) {
    this.#element = element;
  }

  /** @param {{part: string, detail: string}[]} troubles */
  show(troubles) {
    this.#troubles = troubles.map(({ part, detail }) => `${NAMES[part] ?? part}: ${local(detail)}`);
    this.#draw();
  }

  /** @param {"live"|"lost"} state of the connection to the server */
  connection(state) {
    if (state === "live") {
      this.#lostSince = null;
      clearTimeout(this.#timer);
      this.#timer = 0;
      this.#draw();
    } else if (this.#lostSince === null) {
      this.#lostSince = new Date();
      this.#timer = setTimeout(() => this.#draw(), PATIENCE_MS);
    }
  }

  #draw() {
    const lost = this.#lostSince === null ? [] : [
      `This page has had no connection to its server since ${this.#lostSince.toLocaleTimeString()}; what it shows is from then. It tries again by itself.`,
    ];
    const lines = [...lost, ...this.#troubles].map((text) => {
      const line = document.createElement("p");
      line.textContent = text;
      return line;
    });
    this.#element.replaceChildren(...lines);
    this.#element.hidden = lines.length === 0;
  }
}

/** Times of the server are UTC; the reader has a zone. */
const local = (text) => text.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, (time) => new Date(time).toLocaleTimeString());
