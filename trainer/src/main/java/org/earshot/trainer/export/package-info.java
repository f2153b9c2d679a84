/**
 * Writes learnt weights to the model file that the detector runs. Independent of training engine and data: a network is
 * passed as {@link org.earshot.trainer.export.NetworkWeights}, or as another
 * {@link org.earshot.trainer.export.NetworkExport}.
 */
package org.earshot.trainer.export;
