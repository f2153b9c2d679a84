#!/usr/bin/env python3
"""Prints sound events from Kafka: python3 events.py [BOOTSTRAP_SERVERS]

Needs confluent-kafka and avro (Debian: python3-confluent-kafka python3-avro).
"""
import io
import pathlib
import sys

import avro.io
import avro.schema
from confluent_kafka import Consumer

SCHEMAS = pathlib.Path(__file__).parents[2] / "schemas/src/main"
HISTORY = SCHEMAS / "resources/org/earshot/schema/history"
NEWEST = avro.schema.parse((SCHEMAS / "avro/SoundEvent.avsc").read_text())

# A record names the version of its schema by fingerprint; whatever version wrote it, it is read as the newest.
READERS = {}
for line in (HISTORY / "fingerprints.tsv").read_text().splitlines()[1:]:
    fingerprint, schema = line.split("\t")
    if schema.startswith("SoundEvent/"):
        written = avro.schema.parse((HISTORY / schema).read_text())
        READERS[bytes.fromhex(fingerprint)] = avro.io.DatumReader(written, NEWEST)

consumer = Consumer({
    "bootstrap.servers": sys.argv[1] if len(sys.argv) > 1 else "localhost:9092",
    "group.id": "earshot-consumer-example",
    "isolation.level": "read_committed",
    "auto.offset.reset": "earliest",
})
consumer.subscribe(["earshot.events"])
try:
    while True:
        message = consumer.poll(1.0)
        if message is None:
            continue
        if message.error():
            sys.exit(str(message.error()))
        payload = message.value()
        # Avro single-object encoding: two marker bytes, the schema's fingerprint in bytes 2..9, the record.
        reader = READERS.get(payload[2:10]) if payload and payload[:2] == b"\xc3\x01" else None
        if reader is None:
            print("not a sound event of a known version at offset", message.offset(), file=sys.stderr)
            continue
        event = reader.read(avro.io.BinaryDecoder(io.BytesIO(payload[10:])))
        print(f"{event['phase']:8} {event['source_id']:16} {event['label']:16} "
              f"{event['onset']:%H:%M:%S.%f} to {event['offset']:%H:%M:%S.%f}  score {event['score']:.2f}", flush=True)
except KeyboardInterrupt:
    pass
finally:
    consumer.close()
