/**
 * Quality of separation by masks, measured on mixtures with separate tracks: waveforms are compared with the true
 * events, masks with ideal ones. Imports the detector, {@code trainer.data} and {@code trainer.eval}; never net or
 * train.
 */
package org.earshot.trainer.separation;
