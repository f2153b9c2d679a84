/** What a model file says of itself, and the errors of the whole detector. Imports nothing of the detector. */
package org.earshot.core.model;
