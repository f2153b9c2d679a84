package org.earshot.app.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.earshot.core.files.ExitCodes;
import org.earshot.core.files.Program;
import org.earshot.edges.bridge.BridgeConfig;
import org.earshot.edges.bridge.BridgeTopics;
import org.earshot.edges.bridge.MqttBridge;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code earshot bridge}: joins Earshot with other message systems. */
@Command(
        name = "bridge",
        mixinStandardHelpOptions = true,
        description = "Joins Earshot with other message systems.",
        subcommands = BridgeCommand.Mqtt.class)
public final class BridgeCommand {

    /** {@code earshot bridge mqtt}: sound of devices in, events to home automation out. */
    @Command(
            name = "mqtt",
            mixinStandardHelpOptions = true,
            description = "Takes sound from MQTT devices and gives events back, with Home Assistant discovery.")
    static final class Mqtt implements Callable<Integer> {
        @Option(names = "--config", required = true, paramLabel = "FILE", description = "gateways and topics, YAML")
        private Path config;

        @Mixin
        private ConsumerOptions events;

        @Option(names = "--audio-topic", defaultValue = "earshot.audio", description = "default: ${DEFAULT-VALUE}")
        private String audioTopic;

        @Option(
                names = "--status-topic",
                defaultValue = "earshot.source-status",
                description = "default: ${DEFAULT-VALUE}")
        private String statusTopic;

        @Override
        public Integer call() throws InterruptedException {
            MqttBridge bridge = new MqttBridge(
                    BridgeConfig.read(config, System.getenv()),
                    new BridgeTopics(audioTopic, events.eventsTopic(), statusTopic),
                    events.client());
            Program.untilStopped(bridge::run, bridge::stop);
            return ExitCodes.OK;
        }
    }
}
