/** The mask network behind one interface, and the device it runs on. The only place that knows ONNX Runtime. */
package org.earshot.core.infer;
