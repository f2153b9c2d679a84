/** Mixtures: what is drawn (recipes), where it stands (plans), and how it becomes sound (renderer). */
package org.earshot.trainer.data.mix;
