/** How the program's log is written. The only package that uses Logback. */
package org.earshot.app.logging;
