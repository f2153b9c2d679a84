package org.earshot.app.command;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options of the commands that follow the event topic as a consumer group. A picocli mixin. */
final class ConsumerOptions {
    private static final Logger LOG = LoggerFactory.getLogger(ConsumerOptions.class);
    private static final String GROUP = ConsumerConfig.GROUP_ID_CONFIG;

    @Mixin
    private KafkaOptions kafka;

    @Option(
            names = "--group",
            paramLabel = "G",
            description = "consumer group (default: group.id of the client's settings, else earshot-${COMMAND-NAME})")
    private String group;

    @Option(names = "--events-topic", defaultValue = "earshot.events", description = "default: ${DEFAULT-VALUE}")
    private String eventsTopic;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    String eventsTopic() {
        return eventsTopic;
    }

    /** Settings of the Kafka clients, with the group. */
    Map<String, Object> client() {
        Map<String, Object> client = new HashMap<>(kafka.client());
        if (group != null) {
            client.put(GROUP, group);
        } else if (client.containsKey(GROUP)) {
            LOG.info(
                    "consumer group {}, which is group.id of the client's settings; whoever else is in it gets a part of the"
                            + " events, so give --group where others have these settings too",
                    client.get(GROUP));
        } else {
            client.put(GROUP, "earshot-" + command.name());
        }
        return client;
    }
}
