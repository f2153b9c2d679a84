// Times as people read them: the viewer's zone on the page, UTC beside it.
const CLOCK = new Intl.DateTimeFormat(undefined, {
  hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 1, hour12: false,
});
const DAY_AND_CLOCK = new Intl.DateTimeFormat(undefined, {
  month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false,
});
const HOUR_AND_MINUTE = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hour12: false });
const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "long" });

/** Time of day; with the date if it was not today. */
export function local(ms) {
  return new Date(ms).toDateString() === new Date().toDateString() ? CLOCK.format(ms) : DAY_AND_CLOCK.format(ms);
}

/** Time of day to the minute. */
export function hourAndMinute(ms) {
  return HOUR_AND_MINUTE.format(ms);
}

/** Day, date, time and zone. */
export function full(ms) {
  return FULL.format(ms);
}

export function utc(ms) {
  return new Date(ms).toISOString().replace("T", " ").replace("Z", " UTC");
}

/** A length of time in its largest unit. */
export function span(ms) {
  const s = Math.max(0, ms) / 1000;
  if (s < 120) return `${Math.round(s)} s`;
  if (s < 7_200) return `${Math.round(s / 60)} min`;
  return s < 172_800 ? `${Math.round(s / 3_600)} h` : `${Math.round(s / 86_400)} days`;
}

export function seconds(ms) {
  return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
}
