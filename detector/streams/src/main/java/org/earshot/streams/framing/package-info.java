/**
 * What every client of Kafka here shares, whatever it reads or writes: how records are framed, where their schemas
 * are, and how the errors of Kafka are put into words. May import {@code model} only.
 */
package org.earshot.streams.framing;
