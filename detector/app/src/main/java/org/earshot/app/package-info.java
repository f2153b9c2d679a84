/** The program {@code earshot}: its entry, which imports every command and is imported by none. */
package org.earshot.app;
