/**
 * The audio and the picture of an event, kept for people who judge it later. Off unless asked for. May import {@code detect} and
 * what lies below it; no Kafka.
 */
package org.earshot.edges.evidence;
