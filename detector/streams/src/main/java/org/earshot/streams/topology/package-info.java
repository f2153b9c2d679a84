/**
 * The Kafka side: topics, record formats, the topology and its store. Imports {@code detect} and what lies below it; the
 * only package beside {@code app} that knows Kafka.
 */
package org.earshot.streams.topology;
