/** How the program's log is written. The only place that knows Logback. */
package org.earshot.app.logging;
