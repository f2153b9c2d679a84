/** Activity curves to events. Neither Kafka nor ONNX Runtime. */
package org.earshot.detector.decode;
