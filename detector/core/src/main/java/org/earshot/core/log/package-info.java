/**
 * Output of a running program: rate-limited warnings, and progress on a terminal. Imports
 * nothing of the detector.
 */
package org.earshot.core.log;
