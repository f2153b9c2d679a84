/** The commands of the program, one class each, and the options that several of them share. */
package org.earshot.app.command;
