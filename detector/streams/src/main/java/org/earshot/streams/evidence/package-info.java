/** What the topology leaves with a store of evidence, and what it hears of it. */
package org.earshot.streams.evidence;
