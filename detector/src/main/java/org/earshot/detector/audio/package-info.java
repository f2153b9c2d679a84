/** Bytes and files to mono samples, at the rate that a model wants. Neither Kafka nor ONNX Runtime. */
package org.earshot.detector.audio;
