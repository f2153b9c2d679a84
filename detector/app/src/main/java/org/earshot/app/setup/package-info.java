/** From a configuration to the objects of the detector: topics, network, evidence, streams; and the broker of the demonstration. */
package org.earshot.app.setup;
