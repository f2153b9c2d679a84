/**
 * The demonstration: shipped recordings mixed into a scene of several microphones, played to a real broker, and what was
 * found held against what was placed.
 */
package org.earshot.app.demo;
