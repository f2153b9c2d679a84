// What is wrong with the detector itself, in words, above everything else; nothing if all is well.
const NAMES = { kafka: "Kafka", streams: "Kafka Streams", work: "Work", disk: "Disk", device: "Device", model: "Model" };

export class Banner {
  #element;

  constructor(element) {
    this.#element = element;
  }

  /** @param {{part: string, detail: string}[]} troubles */
  show(troubles) {
    this.#element.replaceChildren(...troubles.map(({ part, detail }) => {
      const line = document.createElement("p");
      line.textContent = `${NAMES[part] ?? part}: ${local(detail)}`;
      return line;
    }));
    this.#element.hidden = troubles.length === 0;
  }
}

/** Times of the server are UTC; the reader has a zone. */
const local = (text) => text.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, (time) => new Date(time).toLocaleTimeString());
