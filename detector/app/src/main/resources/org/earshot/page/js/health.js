// What is the matter with a source, in words.
import { span } from "./times.js";

const WORDS = {
  HEALTHY: "healthy", STALE: "nothing arrives", SILENT: "silent", CLIPPED: "clipped", ENDED: "ended", UNKNOWN: "unknown",
};

/** The state and, where it is known, since when; for people who see no colours too. */
export function health(source) {
  if (source.state !== "STALE" || !source.last_chunk_ms) return WORDS[source.state] ?? source.state;
  // The time of the last sample is the sender's; with its skew it is the broker's.
  return `nothing for ${span(Date.now() - source.last_chunk_ms - source.clock_skew_ms)}`;
}

/** What needs a look, in a few words that stand beside the source's name; nothing if all is well. */
export function trouble(source) {
  return source.state === "HEALTHY" || source.state === "ENDED" ? "" : health(source);
}
