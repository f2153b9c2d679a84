/** Mixtures: recipes draw their sounds, plans record them, and the renderer turns them into samples. */
package org.earshot.trainer.data.mix;
