/**
 * Where a chunk belongs: its capture and its place there, its time, what came before it and what it waits for. Nothing here
 * scores or stores.
 */
package org.earshot.core.capture;
