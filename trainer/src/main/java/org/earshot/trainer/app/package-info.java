/** The commands of the trainer, one class each. */
package org.earshot.trainer.app;
