/**
 * The audio and the picture of an event, kept for people who judge it later. Off unless asked for. May import {@code audio},
 * {@code dsp} and {@code model}; no Kafka.
 */
package org.earshot.detector.evidence;
