/**
 * How loud a source is, minute by minute: A-weighted levels and their statistics, as people with noise complaints ask for them. Imports
 * captures, for the time of a sample, and pipelines, whose frames are measured.
 */
package org.earshot.core.level;
