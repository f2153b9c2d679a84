// The connection to the server: one stream of server-sent events, and the few calls that go back.
const MESSAGES = ["hello", "health", "sources", "events", "reviews", "heat", "levels", "frames", "mask", "stats"];

// A browser gives up for good on an answer that is no stream, such as "too many browsers".
const AGAIN_MS = 5_000;

export class Feed {
  #listeners = new Map();
  #client = null;
  #watched = [];
  #told = Promise.resolve();

  on(message, listener) {
    this.#listeners.set(message, listener);
  }

  start() {
    // The browser reconnects by itself; the server greets each connection with everything there is to know.
    const stream = new EventSource("api/stream");
    stream.onopen = () => this.#tell("connection", "live");
    stream.onerror = () => {
      this.#tell("connection", "lost");
      if (stream.readyState === EventSource.CLOSED) setTimeout(() => this.start(), AGAIN_MS);
    };
    for (const message of MESSAGES) {
      stream.addEventListener(message, (e) => {
        const data = JSON.parse(e.data);
        if (message === "hello") {
          this.#client = data.client;
          this.#sendWatched();
        }
        this.#tell(message, data);
      });
    }
  }

  /** Asks for sound pictures of these sources and no others. */
  watch(sources) {
    this.#watched = sources;
    this.#sendWatched();
  }

  /** @returns {Promise<boolean>} whether the verdict was written */
  async review(event, verdict, heard) {
    return this.#post("api/reviews", { event_id: event.event_id, verdict, heard });
  }

  /** Events of past days. @returns {Promise<{events: object[], left: number, complete: boolean}|null>} null if the server cannot */
  async search(query) {
    try {
      const answer = await fetch(`api/events?${new URLSearchParams(query)}`);
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  }

  /** Sources that are too many to be all on the page. @returns {Promise<object[]>} none if the server does not answer */
  async find(words, state) {
    try {
      const answer = await fetch(`api/sources?${new URLSearchParams({ find: words, state })}`);
      return answer.ok ? await answer.json() : [];
    } catch {
      return [];
    }
  }

  /** One call after the other: two at once may overtake each other, and the older would stand. */
  #sendWatched() {
    this.#told = this.#told.then(() => {
      if (this.#client !== null) return this.#post("api/watch", { client: this.#client, sources: this.#watched });
    });
  }

  async #post(path, body) {
    try {
      const answer = await fetch(path, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
      });
      return answer.ok;
    } catch {
      return false;
    }
  }

  #tell(message, data) {
    this.#listeners.get(message)?.(data);
  }
}
