/** FLAC, read and written: whole files, and the frames that a chunk carries. */
package org.earshot.core.audio.flac;
