/** The program {@code earshot}: its entry, which knows every command and is known to none. */
package org.earshot.app;
