/**
 * Samples to spectra and back: short-time Fourier transform, Slaney mel filter bank, log-mel frames. Every number comes
 * from the model's {@link org.earshot.core.model.FrontEnd}; there are no constants of a preset here. Neither Kafka nor
 * ONNX Runtime.
 */
package org.earshot.core.dsp;
