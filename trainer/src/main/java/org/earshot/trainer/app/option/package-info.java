/** Options that several commands of the trainer share. */
package org.earshot.trainer.app.option;
