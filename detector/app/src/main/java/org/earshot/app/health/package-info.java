/**
 * Whether the detector makes progress, and what is in its way: Kafka, the disk, a thread that hangs. Reads what {@code
 * stream} reports of itself; {@code app.http} answers with it.
 */
package org.earshot.app.health;
