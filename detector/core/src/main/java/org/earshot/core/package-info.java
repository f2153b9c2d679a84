/**
 * Earshot as a library: {@link org.earshot.core.Earshot} is the way in, with the types that its callers need. What it is made of
 * lies in the packages below.
 */
package org.earshot.core;
