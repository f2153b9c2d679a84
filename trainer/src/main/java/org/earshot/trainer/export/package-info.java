/**
 * Learnt weights to the model file that the detector runs. Knows neither the training engine nor the data: a network is
 * handed over as {@link org.earshot.trainer.export.NetworkWeights}, or as any other {@link
 * org.earshot.trainer.export.NetworkExport}.
 */
package org.earshot.trainer.export;
