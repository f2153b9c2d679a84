/**
 * The live page: what is heard, by whom, right now. Reads the topics as any other client would, so it sees what every
 * detector of the group writes; sound pictures are computed only for sources that somebody looks at.
 */
package org.earshot.app.page;
