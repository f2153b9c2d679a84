/**
 * Evaluation of models: event lists and their metrics, choice of thresholds, reports, plots and the model card. Uses
 * the detector's own signal processing, inference and decoding, so that what is measured is what runs. Imports neither
 * the networks nor the training loop.
 */
package org.earshot.trainer.eval;
