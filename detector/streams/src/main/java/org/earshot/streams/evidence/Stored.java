package org.earshot.streams.evidence;

import java.net.URI;

/**
 * Where the evidence of an event is.
 *
 * @param uri of the clip; the other files lie beside it
 * @param sha256 of the clip's file, lower-case hexadecimal
 */
public record Stored(URI uri, String sha256) {}
