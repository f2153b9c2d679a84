// What somebody says of an event: right, wrong, what it was instead, and the taking back of it.
import { labels, words } from "./labels.js";
import { local } from "./times.js";

/** No label can be called so: brackets are not allowed in one. */
const ANOTHER = "<another>";
/** As long as the server takes. */
const LONGEST = 128;
/** The latest names that somebody gave to sounds the model has no label for, offered for the next event as well. */
const given = new Set();
const MOST_GIVEN = 50;

/** Buttons of one event; they look the same in the list and in the details. */
export class Review {
  element = document.createElement("div");
  #event;
  #write;
  #buttons = [];
  #undo = document.createElement("button");
  #heard = document.createElement("select");
  #name = document.createElement("input");
  #asking = false;

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
      new Option("something else …", ANOTHER),
    );
    this.#heard.addEventListener("focus", () => given.forEach((name) => this.#offer(name)));
    this.#heard.addEventListener("change", () => {
      if (this.#heard.value === ANOTHER) this.#ask();
      else this.#say("false", this.#heard.value);
    });
    this.#name.type = "text";
    this.#name.maxLength = LONGEST;
    this.#name.placeholder = "what? Enter to save";
    this.#name.setAttribute("aria-label", `Name of what it was instead of ${what}`);
    this.#name.addEventListener("input", () => this.#name.setCustomValidity(""));
    this.#name.addEventListener("keydown", (key) => {
      if (key.key === "Enter") this.#named();
      if (key.key === "Escape") {
        key.stopPropagation();
        key.preventDefault();
        this.#asking = false;
        this.show(this.#event);
        this.#heard.focus();
      }
    });
    this.element.append(...this.#buttons, this.#undo, this.#heard, this.#name);
    this.show(event);
  }

  show(event) {
    this.#event = event;
    for (const button of this.#buttons) button.setAttribute("aria-pressed", String(event.verdict === button.value));
    this.#undo.hidden = !event.verdict;
    this.#heard.hidden = event.verdict !== "false";
    if (event.heard) this.#offer(event.heard);
    // What others say meanwhile, or an echo of the "No", does not take the field away from somebody who types.
    this.#asking &&= event.verdict === "false" && !event.heard;
    this.#heard.value = this.#asking ? ANOTHER : event.heard ?? "";
    this.#name.hidden = !this.#asking;
  }

  /** Asks for the name of a sound that the model has no label for. */
  #ask() {
    this.#asking = true;
    this.#name.hidden = false;
    this.#name.value = "";
    this.#name.focus();
  }

  async #named() {
    const name = this.#name.value.trim().replace(/\s+/g, " ");
    if (!name) return;
    if (/[<>\p{Cc}]/u.test(name)) {
      this.#name.setCustomValidity("A label has no < or >");
      this.#name.reportValidity();
      return;
    }
    // Whoever types the name of a label as it is shown means that label.
    const label = labels().find((known) => words(known) === words(name)) ?? name;
    if (await this.#say("false", label)) this.#heard.focus();
  }

  /** Makes a name one that can be chosen, before the last choice. */
  #offer(name) {
    const choices = [...this.#heard.options];
    if (choices.some((choice) => choice.value === name)) return;
    if (name !== this.#event.label) this.#heard.add(new Option(words(name), name), choices.length - 1);
    if (labels().includes(name)) return;
    given.add(name);
    if (given.size > MOST_GIVEN) given.delete(given.values().next().value);
  }

  #say(verdict, heard) {
    return this.#write(this.#event, verdict, heard);
  }
}
