/**
 * Recordings: WAV and MP3 read by own code, FLAC through {@code audio.flac}, all others through ffmpeg; damaged ones as
 * far as they can be decoded, with a note of what is wrong.
 */
package org.earshot.core.audio.file;
