/**
 * How many sources a machine can serve: the network alone, the pipeline without Kafka and the whole topology, measured
 * in one run with the same settings.
 */
package org.earshot.app.bench;
