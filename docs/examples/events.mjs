// Prints sound events from Kafka: node events.mjs [BOOTSTRAP_SERVERS]
// Needs kafkajs and avsc: npm install kafkajs avsc
import { readFileSync } from "node:fs";
import avro from "avsc";
import { Kafka, logLevel } from "kafkajs";

const schemas = new URL("../../schemas/src/main/", import.meta.url);
const history = new URL("resources/org/earshot/schema/history/", schemas);
const read = (name, base) => readFileSync(new URL(name, base), "utf8");
const type = (name, base) => avro.Type.forSchema(JSON.parse(read(name, base)));

// A record names the version of its schema by fingerprint; whatever version wrote it, it is read as the newest.
const newest = type("avro/SoundEvent.avsc", schemas);
const versions = new Map(read("fingerprints.tsv", history).trim().split("\n").slice(1)
  .map((line) => line.split("\t"))
  .filter(([, name]) => name.startsWith("SoundEvent/"))
  .map(([fingerprint, name]) => [fingerprint, newest.createResolver(type(name, history))]));
const time = (micros) => new Date(micros / 1000).toISOString();

const kafka = new Kafka({
  brokers: (process.argv[2] ?? "localhost:9092").split(","),
  logLevel: logLevel.ERROR,
});
const consumer = kafka.consumer({ groupId: "earshot-consumer-example-node" }); // reads committed records only
await consumer.connect();
await consumer.subscribe({ topics: ["earshot.events"], fromBeginning: true });
await consumer.run({
  eachMessage: async ({ message }) => {
    const bytes = message.value;
    // Avro single-object encoding: two marker bytes, 8 bytes of fingerprint, the record.
    const resolver = bytes && bytes[0] === 0xc3 && bytes[1] === 0x01 && versions.get(bytes.toString("hex", 2, 10));
    if (!resolver) {
      console.error("not a sound event of a known version at offset", message.offset);
      return;
    }
    const event = newest.fromBuffer(bytes.subarray(10), resolver);
    console.log(event.phase, event.source_id, event.label, time(event.onset), time(event.offset), event.score.toFixed(2));
  },
});
