/**
 * The {@code earshot} program: command line, configuration, logs, health, metrics and the demonstration. The top of the
 * detector: it may import everything below, nothing below imports it.
 */
package org.earshot.detector.app;
