/**
 * The Kafka side: topics, record formats, the topology and its store. Imports {@code detect} and the packages below it;
 * the only package beside {@code app} that uses Kafka.
 */
package org.earshot.streams.topology;
