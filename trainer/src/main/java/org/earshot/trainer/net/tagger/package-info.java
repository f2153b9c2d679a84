/** Whole networks: from log-mel frames to tags. */
package org.earshot.trainer.net.tagger;
