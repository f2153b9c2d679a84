/**
 * From event records to a person who reacts: rules that choose, cool-downs that spare, sinks that deliver. Consumes the
 * event topic as any other client would; imports nothing of the detector but {@code model},
 * {@code log}, {@code wire} and {@code yaml}.
 */
package org.earshot.edges.alert;
