/** What a run writes on its progress: CSV, TensorBoard's file and the curve. Imports nothing of the trainer. */
package org.earshot.trainer.train.log;
