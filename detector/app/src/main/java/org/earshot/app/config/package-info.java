/**
 * The configuration: every key in one place, the layers it is read from, and its reference document. Imports the value
 * types that it fills; depends neither on commands nor on the inside of the topology.
 */
package org.earshot.app.config;
