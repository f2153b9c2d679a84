/** Sound that is not a file: sound cards, streams over the network, raw samples from a pipe. */
package org.earshot.edges.feed.source;
