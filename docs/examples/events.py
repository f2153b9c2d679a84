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

SCHEMA = pathlib.Path(__file__).parents[2] / "schemas/src/main/avro/SoundEvent.avsc"
reader = avro.io.DatumReader(avro.schema.parse(SCHEMA.read_text()))

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
        if payload[:2] != b"\xc3\x01":  # Avro single-object encoding; bytes 2..9 are the schema's fingerprint
            print("not a sound event at offset", message.offset(), file=sys.stderr)
            continue
        event = reader.read(avro.io.BinaryDecoder(io.BytesIO(payload[10:])))
        print(f"{event['phase']:8} {event['source_id']:16} {event['label']:16} "
              f"{event['onset']:%H:%M:%S.%f} to {event['offset']:%H:%M:%S.%f}  score {event['score']:.2f}", flush=True)
except KeyboardInterrupt:
    pass
finally:
    consumer.close()
