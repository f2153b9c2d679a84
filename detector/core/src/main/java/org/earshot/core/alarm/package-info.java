/**
 * How many false alarms to expect above a threshold, from those that a limited length of sound had. Calibration for a site and
 * the teaching of labels both stand on it. Imports nothing.
 */
package org.earshot.core.alarm;
