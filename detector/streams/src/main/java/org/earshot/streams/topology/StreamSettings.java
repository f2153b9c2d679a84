package org.earshot.streams.topology;

import java.util.Optional;
import org.earshot.core.live.LiveSettings;
import org.earshot.streams.framing.SchemaRegistry;

/**
 * What the topology needs to know beside the network.
 *
 * @param topics names of the topics
 * @param live how sound is processed
 * @param registry where the schemas of records are, if they are framed so
 */
public record StreamSettings(Topics topics, LiveSettings live, Optional<SchemaRegistry> registry) {}
