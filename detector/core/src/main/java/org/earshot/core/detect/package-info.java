/**
 * One source's pipeline: samples to frames to blocks to tags and events, and its state as a value. Knows neither Kafka
 * nor ONNX Runtime; whoever drives it brings the scores.
 */
package org.earshot.core.detect;
