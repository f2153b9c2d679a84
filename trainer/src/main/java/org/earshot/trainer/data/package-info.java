/**
 * Everything between recordings on disk and the numbers that a training step takes: corpora, seeded mixtures, the data
 * sets of the paper in their official layouts, cached log-mel features, balanced sampling and batches. Imports the
 * detector's audio and dsp, so that what is learnt from is what is heard later; never net, train or eval.
 */
package org.earshot.trainer.data;
