// What somebody says of an event: right, wrong, what it was instead, and the taking back of it.
import { labels, words } from "./labels.js";
import { local } from "./times.js";

/** Buttons of one event; they look the same in the list and in the details. */
export class Review {
  element = document.createElement("div");
  #event;
  #write;
  #buttons = [];
  #undo = document.createElement("button");
  #heard = document.createElement("select");

  /** @param write writes a verdict, and what was heard instead; true if that was taken */
  constructor(event, write) {
    this.#event = event;
    this.#write = write;
    this.element.className = "review";
    const what = `${words(event.label)} at ${event.source_id}, ${local(event.onset_ms)}`;
    for (const [verdict, text] of [["true", "Yes"], ["false", "No"]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.value = verdict;
      button.textContent = text;
      button.setAttribute("aria-label", `${text}: ${what}`);
      button.addEventListener("click", () => this.#say(verdict, ""));
      this.#buttons.push(button);
    }
    this.#undo.type = "button";
    this.#undo.textContent = "Undo";
    this.#undo.setAttribute("aria-label", `Undo what was said of ${what}`);
    this.#undo.addEventListener("click", async () => {
      if (await this.#say("withdrawn", "")) this.#buttons[0].focus();
    });
    this.#heard.setAttribute("aria-label", `What it was instead of ${what}`);
    this.#heard.append(
      new Option("It was …", ""),
      ...labels().filter((label) => label !== event.label).map((label) => new Option(words(label), label)),
    );
    this.#heard.addEventListener("change", () => this.#say("false", this.#heard.value));
    this.element.append(...this.#buttons, this.#undo, this.#heard);
    this.show(event);
  }

  show(event) {
    this.#event = event;
    for (const button of this.#buttons) button.setAttribute("aria-pressed", String(event.verdict === button.value));
    this.#undo.hidden = !event.verdict;
    this.#heard.hidden = event.verdict !== "false";
    this.#heard.value = event.heard ?? "";
  }

  #say(verdict, heard) {
    return this.#write(this.#event, verdict, heard);
  }
}
