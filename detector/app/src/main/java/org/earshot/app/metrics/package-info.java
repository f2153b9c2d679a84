/** The meters of the process as a whole; those of detection are made where they count. */
package org.earshot.app.metrics;
