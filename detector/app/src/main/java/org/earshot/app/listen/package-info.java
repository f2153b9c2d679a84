/**
 * One sound heard at the terminal: what is drawn, which keys are pressed, what is saved as an example. Knows no Kafka and no
 * commands; may import the modules below.
 */
package org.earshot.app.listen;
