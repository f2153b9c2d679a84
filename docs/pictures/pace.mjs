// Measures how smoothly the live page draws with 200 sources and 50 events a second, without a detector: this script
// serves the page's files and feeds them. An empty page in the same browser is what the machine can do at that moment.
//   npm install playwright-core && node docs/pictures/pace.mjs
// Prints frames per second over ten seconds, the longest pause between two frames (ms), and, for the page, how much of
// the time its thread was busy with script, layout and style.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { extname, join, normalize } from "node:path";
import { chromium } from "playwright-core";

const SECONDS = 10;
const SOURCES = 200;
const EVENTS_A_SECOND = 50;
const MELS = 64;
const FRAME_MS = 32;
const BATCH_MS = 250;
const LABELS = ["alarm_clock", "car_horn", "coughing", "dog", "door_knock", "glass_breaking", "siren", "speech"];
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };
const files = fileURLToPath(new URL("../../detector/app/src/main/resources/org/earshot/page/", import.meta.url));
const source = (i) => `microphone-${String(i).padStart(3, "0")}`;

const hello = {
  client: "1", labels: LABELS, mels: MELS, frame_ms: FRAME_MS,
  model: { name: "none", version: "0", sha256: "", device: "none" },
};
const status = (i) => ({
  source_id: source(i), state: "HEALTHY", sample_rate_hz: 16000, band_limited: false,
  level_dbfs: -40 + 10 * Math.random(), gaps: 0, late: 0, clock_skew_ms: 0,
});
let eventCount = 0;
const event = () => {
  const i = eventCount++;
  // Each second record ends the event before it.
  const onset = Date.now() - 500;
  return {
    event_id: `event-${i >> 1}`, phase: i % 2 === 0 ? "STARTED" : "ENDED", source_id: source((i >> 1) % SOURCES),
    label: LABELS[(i >> 1) % LABELS.length], onset_ms: onset, offset_ms: onset + 400,
    score: 0.9, tag: 0.9, gate: 0.5, high: 0.6, low: 0.3,
  };
};
const frames = (id, count) => ({
  source: id, t0: Date.now() - count * FRAME_MS, level_dbfs: -40,
  data: Buffer.from(Array.from({ length: count * MELS }, () => Math.random() * 256)).toString("base64"),
});
let watched = [];

const server = createServer(async (request, response) => {
  const path = new URL(request.url, "http://here").pathname;
  if (path === "/api/watch") {
    const parts = [];
    for await (const part of request) parts.push(part);
    watched = JSON.parse(Buffer.concat(parts)).sources;
    response.end();
  } else if (path === "/api/stream") {
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    const tell = (name, data) => response.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
    tell("hello", hello);
    tell("sources", Array.from({ length: SOURCES }, (_, i) => status(i)));
    let turn = 0;
    let owed = 0;
    const timer = setInterval(() => {
      owed += (EVENTS_A_SECOND * BATCH_MS) / 1000;
      const due = Math.floor(owed);
      owed -= due;
      tell("events", Array.from({ length: due }, event));
      for (const id of watched) tell("frames", frames(id, Math.round(BATCH_MS / FRAME_MS)));
      if (turn++ % 4 === 0) tell("sources", Array.from({ length: SOURCES }, (_, i) => status(i)));
    }, BATCH_MS);
    request.on("close", () => clearInterval(timer));
  } else if (path === "/empty") {
    response.setHeader("Content-Type", "text/html").end("<!doctype html><title>empty</title>");
  } else {
    try {
      const name = path === "/" ? "index.html" : normalize(path);
      response.setHeader("Content-Type", TYPES[extname(name)] ?? "text/plain").end(await readFile(join(files, name)));
    } catch {
      response.writeHead(404).end();
    }
  }
});
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const address = `http://127.0.0.1:${server.address().port}`;

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });

async function measure(path, viewport) {
  const context = await browser.newContext({ viewport });
  const tab = await context.newPage();
  const session = await context.newCDPSession(tab);
  await session.send("Performance.enable");
  await tab.goto(address + path);
  // Until the list of events is full.
  await tab.waitForTimeout(path === "/" ? 15_000 : 1_000);
  const busy = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    const of = (name) => metrics.find((m) => m.name === name).value;
    return [of("ScriptDuration"), of("LayoutDuration"), of("RecalcStyleDuration"), of("TaskDuration")];
  };
  const before = await busy();
  const { count, longest, time } = await tab.evaluate((ms) => new Promise((done) => {
    const start = performance.now();
    let last = start;
    let count = 0;
    let longest = 0;
    const frame = (now) => {
      count++;
      longest = Math.max(longest, now - last);
      last = now;
      if (now - start < ms) requestAnimationFrame(frame);
      else done({ count, longest, time: now - start });
    };
    requestAnimationFrame(frame);
  }), SECONDS * 1000);
  const shares = (await busy()).map((s, i) => `${(((s - before[i]) / time) * 100_000).toFixed(1)} %`);
  const rows = await tab.locator("#event-rows tr").count();
  const tiles = await tab.locator(".tile").count();
  console.log(`${path}\t${((count * 1000) / time).toFixed(1)} frames/s\tlongest pause ${longest.toFixed(0)} ms\t`
    + `script ${shares[0]}, layout ${shares[1]}, style ${shares[2]}, all tasks ${shares[3]}\t${rows} rows, ${tiles} tiles`);
  await context.close();
}

const desk = { width: 1440, height: 900 };
await measure("/empty", desk);
await measure("/", desk);
await measure("/empty", desk);
await browser.close();
server.closeAllConnections();
server.close();
