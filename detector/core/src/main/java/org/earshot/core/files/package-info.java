/** Recordings in, reports out: what commands and the trainer's evaluation call. */
package org.earshot.core.files;
