/**
 * The tables and figures of Liu et al. 2021 as experiments: which networks to train, how often, and how to present the
 * results. Uses the trainer's other packages; does not depend on the command line.
 */
package org.earshot.trainer.experiment;
