/**
 * Judges a model by sound that the audio topic still holds: reads a span of time, and tells what a candidate hears from what
 * was emitted.
 */
package org.earshot.streams.replay;
