/** Sound levels of groups of sources as meters. Imports nothing of its module. */
package org.earshot.streams.level;
