/** The mask network behind one interface, and the device it runs on. The only package that may use ONNX Runtime. */
package org.earshot.core.infer;
