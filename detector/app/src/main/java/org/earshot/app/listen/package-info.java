/**
 * One sound followed at the terminal: what is drawn, which keys are pressed, what is saved as an example. Uses neither
 * Kafka nor commands; may import the modules below.
 */
package org.earshot.app.listen;
