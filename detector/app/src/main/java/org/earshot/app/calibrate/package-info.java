/**
 * Thresholds for a place out of its own sound: what would have been an alarm, how many there will be at other thresholds, and
 * which thresholds keep a promise. Knows no commands; may import the modules below.
 */
package org.earshot.app.calibrate;
