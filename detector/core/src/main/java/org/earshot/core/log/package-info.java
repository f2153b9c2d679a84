/**
 * What a person sees while a program runs: warnings that cannot become a storm, and progress on a terminal. Imports
 * nothing of the detector.
 */
package org.earshot.core.log;
