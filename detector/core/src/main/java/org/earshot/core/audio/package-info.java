/**
 * Bytes and files to mono samples, at the rate that a model wants; sample counts to UTC; levels. Everything that parses
 * foreign bytes answers with {@link org.earshot.core.audio.AudioException} or samples, in bounded time and memory.
 * Neither Kafka nor ONNX Runtime.
 */
package org.earshot.core.audio;
