/**
 * What every client of Kafka here shares, whatever it reads or writes: how refusals are told to people. May import
 * {@code model} only.
 */
package org.earshot.detector.wire;
