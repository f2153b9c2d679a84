// Wires the feed to the parts of the page. Each part owns its own piece of the document.
import { Feed } from "./feed.js";
import { Sources } from "./sources.js";
import { Tiles } from "./tiles.js";
import { EventList } from "./events.js";
import { HeatMap } from "./heat.js";
import { Facts } from "./facts.js";
import { Banner } from "./banner.js";
import { Details } from "./details.js";
import { setUpTheme } from "./theme.js";

setUpTheme(document.getElementById("theme"));

const feed = new Feed();
const facts = new Facts();
const tiles = new Tiles(document.getElementById("tiles"), (watched) => feed.watch(watched));
const banner = new Banner(document.getElementById("banner"));
const sources = new Sources((id) => tiles.toggle(id), (id) => tiles.isOpen(id), (words, state) => feed.find(words, state));
const details = new Details((event, verdict, heard) => events.review(event, verdict, heard));
const events = new EventList(feed, details);
const heat = new HeatMap(document.getElementById("heat"));

feed.on("hello", (hello) => {
  facts.hello(hello);
  tiles.hello(hello);
  events.hello(hello);
  sources.hello();
  heat.hello(hello);
});
feed.on("health", (troubles) => {
  banner.show(troubles);
  facts.troubles(troubles);
});
feed.on("sources", (view) => {
  sources.update(view);
  tiles.offer(view.list);
  tiles.states(view.list);
  facts.sources(view.counts);
});
feed.on("events", (list) => {
  events.add(list);
  tiles.events(list);
});
feed.on("reviews", (list) => events.reviewed(list));
feed.on("levels", (list) => tiles.levels(list));
feed.on("heat", (counts) => heat.update(counts));
feed.on("frames", (frames) => tiles.frames(frames));
feed.on("mask", (mask) => tiles.mask(mask));
feed.on("stats", (stats) => facts.stats(stats));
feed.on("connection", (state) => {
  facts.connection(state);
  banner.connection(state);
});
tiles.onChange(() => sources.refresh());
feed.start();
