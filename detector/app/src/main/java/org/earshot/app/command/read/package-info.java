/** The commands that print the records of a topic, one class each. */
package org.earshot.app.command.read;
