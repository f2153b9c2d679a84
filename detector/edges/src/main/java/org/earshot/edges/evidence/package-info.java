/**
 * The audio and the picture of an event, kept for people who judge it later. Off unless asked for. May import
 * {@code detect} and the packages below it; not Kafka.
 */
package org.earshot.edges.evidence;
