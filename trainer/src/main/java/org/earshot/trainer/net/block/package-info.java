/** Layers of networks and their weights. */
package org.earshot.trainer.net.block;
