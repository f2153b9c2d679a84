/** What the topology hands to a store of evidence, and what it gets back. */
package org.earshot.streams.evidence;
