// Prints sound events from Kafka: node events.mjs [BOOTSTRAP_SERVERS]
// Needs kafkajs and avsc: npm install kafkajs avsc
import { readFileSync } from "node:fs";
import avro from "avsc";
import { Kafka, logLevel } from "kafkajs";

const schema = new URL("../../schemas/src/main/avro/SoundEvent.avsc", import.meta.url);
const type = avro.Type.forSchema(JSON.parse(readFileSync(schema, "utf8")));
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
    if (bytes[0] !== 0xc3 || bytes[1] !== 0x01) { // Avro single-object encoding; then 8 bytes of fingerprint
      console.error("not a sound event at offset", message.offset);
      return;
    }
    const event = type.fromBuffer(bytes.subarray(10));
    console.log(event.phase, event.source_id, event.label, time(event.onset), time(event.offset), event.score.toFixed(2));
  },
});
