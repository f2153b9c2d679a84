// Takes the pictures of the live page that README.md shows. With a detector that serves its page and hears some sound:
//   npm install playwright-core && node docs/pictures/take.mjs http://127.0.0.1:8080 [TOKEN]
// and then, for a small file, with each of them:
//   ffmpeg -i page-light.png -vf 'split[a][b];[a]palettegen=max_colors=255[p];[b][p]paletteuse=dither=none' small.png
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const [page = "http://127.0.0.1:8080", token] = process.argv.slice(2);
const folder = fileURLToPath(new URL(".", import.meta.url));
const SHOTS = [
  { name: "page-light", colorScheme: "light", viewport: { width: 1440, height: 900 } },
  { name: "page-dark", colorScheme: "dark", viewport: { width: 1440, height: 900 } },
  { name: "page-phone", colorScheme: "light", viewport: { width: 390, height: 844 }, isMobile: true },
];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
for (const { name, ...look } of SHOTS) {
  const context = await browser.newContext({ ...look, locale: "en-GB" });
  const tab = await context.newPage();
  await tab.goto(token ? `${page}/?token=${token}` : page);
  await tab.selectOption("#source-state", "HEALTHY");
  // The pictures show ten seconds of sound; an event's bar is whole, and its mask drawn, some seconds after it began.
  await tab.waitForTimeout(10_000);
  await tab.waitForSelector("#event-rows tr[data-open=true]");
  await tab.waitForTimeout(5_500);
  await tab.screenshot({ path: `${folder}${name}.png` });
  await context.close();
}
await browser.close();
