/**
 * Learning from clip tags: recipes, the training loop, its checkpoints and its log. May import the trainer's data, net,
 * eval and export packages; does not depend on the command line.
 */
package org.earshot.trainer.train;
