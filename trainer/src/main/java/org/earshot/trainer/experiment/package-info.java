/**
 * The tables and figures of Liu et al. 2021 as experiments: which networks to train, how often, and how to show what came
 * out. Uses the trainer's other packages; knows nothing of the command line.
 */
package org.earshot.trainer.experiment;
