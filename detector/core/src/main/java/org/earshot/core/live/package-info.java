/**
 * Many live sources at once: chunks in, events out. {@link org.earshot.core.live.LiveDetector} is the one way in;
 * {@link org.earshot.core.live.SourceSession} owns everything of one source. Imports {@code detect}, {@code infer},
 * {@code audio} and {@code model}; does not depend on Kafka, so the same objects run in the topology, in {@code replay}
 * and in other programs.
 */
package org.earshot.core.live;
