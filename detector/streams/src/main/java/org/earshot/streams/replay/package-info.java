/**
 * Judges a model by sound that the audio topic still holds: reads a span of time, and compares what a candidate finds
 * with what was emitted.
 */
package org.earshot.streams.replay;
