/**
 * Everything from recordings on disk to the input of a training step: corpora, seeded mixtures, the data sets of the
 * paper in their official layouts, cached log-mel features, balanced sampling and batches. Imports the detector's audio
 * and dsp packages, so that training and detection use the same features; never net, train or eval.
 */
package org.earshot.trainer.data;
