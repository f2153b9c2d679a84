/** The commands over recordings, one class each. */
package org.earshot.app.command.file;
