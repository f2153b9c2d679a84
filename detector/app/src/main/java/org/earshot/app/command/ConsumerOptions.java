package org.earshot.app.command;

import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options of the commands that follow the event topic as a consumer group. A picocli mixin. */
final class ConsumerOptions {
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
        if (group == null) {
            client.putIfAbsent("group.id", "earshot-" + command.name());
        } else {
            client.put("group.id", group);
        }
        return client;
    }
}
