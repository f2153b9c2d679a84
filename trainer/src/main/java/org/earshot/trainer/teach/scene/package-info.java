/** What a label is taught with: sounds cut out of recordings, backgrounds, and the scenes that are made of both. */
package org.earshot.trainer.teach.scene;
