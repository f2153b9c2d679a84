/**
 * Activity curves to events: the paper's decoder of whole clips, the streaming decoder that gives the same frame by frame,
 * and the waveform of one label by its mask. Knows neither Kafka nor ONNX Runtime.
 */
package org.earshot.core.decode;
