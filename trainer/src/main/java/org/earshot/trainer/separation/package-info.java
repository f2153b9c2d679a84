/**
 * How well masks separate sounds, measured on mixtures whose tracks are kept apart: waveforms against the true events,
 * masks against ideal ones. Imports the detector, {@code trainer.data} and {@code trainer.eval}; never net or train.
 */
package org.earshot.trainer.separation;
