package org.earshot.edges.bridge;

import com.hivemq.client.mqtt.datatypes.MqttTopic;
import com.hivemq.client.mqtt.datatypes.MqttTopicFilter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.Naming;
import org.earshot.edges.yaml.YamlFile;
import org.earshot.edges.yaml.YamlMap;
import org.earshot.streams.framing.ChunkLimits;

/**
 * What the bridge joins, read from YAML. Unknown keys are refused; {@code ${NAME}} in a user or password is replaced by the
 * environment variable.
 *
 * <p>Immutable.
 *
 * @param gateways the MQTT brokers, at least one
 * @param audio where devices send sound
 * @param prefix first level of the topics that the bridge writes
 * @param discoveryPrefix where Home Assistant looks for devices; empty for no discovery
 * @param gapMs silence of a device after which its sound counts as a new capture
 */
public record BridgeConfig(
        List<Gateway> gateways, AudioFormat audio, String prefix, String discoveryPrefix, long gapMs) {
    static final List<String> KEYS = List.of("gateways", "audio", "prefix", "discovery_prefix", "gap_ms");
    static final List<String> GATEWAY_KEYS = List.of("name", "host", "port", "tls", "user", "password");
    static final List<String> AUDIO_KEYS = List.of("topic", "rate_hz", "channels", "encoding");

    /**
     * One MQTT broker.
     *
     * @param name names it in logs and in the client id
     * @param user name for authentication; empty for none
     */
    public record Gateway(String name, String host, int port, boolean tls, String user, String password) {}

    /**
     * How devices send sound.
     *
     * @param topicFilter MQTT topic filter with exactly one {@code +}; the level in its place is the source id
     * @param raw layout of messages that are not WAV or FLAC
     */
    public record AudioFormat(String topicFilter, RawPcm raw) {
        /** The source id in a topic that matches the filter; empty where the topic has nothing in its place. */
        public String sourceIn(String topic) {
            int level = List.of(topicFilter.split("/", -1)).indexOf("+");
            String[] levels = topic.split("/", -1);
            return level < levels.length ? levels[level] : "";
        }
    }

    /**
     * Layout of headerless samples.
     *
     * @param bits 16, 24, or 32 for floating point; little-endian
     */
    public record RawPcm(int rateHz, int channels, int bits) {
        public RawPcm {
            ChunkLimits.problemOfRate(rateHz).ifPresent(problem -> {
                throw new ConfigurationException("audio: headerless sound " + problem);
            });
        }
    }

    public BridgeConfig {
        gateways = List.copyOf(gateways);
    }

    /** @throws ConfigurationException with file, line and key if it cannot be read or says something that cannot work */
    public static BridgeConfig read(Path file, Map<String, String> environment) {
        return of(YamlFile.read(file, environment));
    }

    static BridgeConfig parse(String yaml, String origin, Map<String, String> environment) {
        return of(YamlFile.parse(yaml, origin, environment));
    }

    private static BridgeConfig of(YamlMap file) {
        file.only(KEYS);
        List<Gateway> gateways = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (YamlMap yaml : file.maps("gateways")) {
            Gateway gateway = gateway(yaml);
            if (!names.add(gateway.name())) {
                throw yaml.error("name", "two gateways have the same name, " + gateway.name());
            }
            gateways.add(gateway);
        }
        if (gateways.isEmpty()) {
            throw file.error("gateways", "there are no gateways; name at least one MQTT broker");
        }
        return new BridgeConfig(
                gateways,
                audio(file.map("audio")),
                file.parsed("prefix", "earshot", BridgeConfig::topic),
                file.parsed("discovery_prefix", "homeassistant", text -> text.isEmpty() ? text : topic(text)),
                file.whole("gap_ms", 5_000, 1, Duration.ofDays(1).toMillis()));
    }

    private static Gateway gateway(YamlMap yaml) {
        yaml.only(GATEWAY_KEYS);
        return new Gateway(
                yaml.name("name", "gateway", Naming.NAME),
                yaml.name("host", Naming.ID),
                yaml.integer("port", 1_883, 1, 65_535),
                yaml.flag("tls", false),
                yaml.filled("user", ""),
                yaml.filled("password", ""));
    }

    private static AudioFormat audio(YamlMap yaml) {
        yaml.only(AUDIO_KEYS);
        return new AudioFormat(
                yaml.parsed("topic", "earshot/audio/+", BridgeConfig::filter),
                new RawPcm(
                        yaml.integer("rate_hz", 16_000, ChunkLimits.MIN_RATE_HZ, ChunkLimits.MAX_RATE_HZ),
                        yaml.integer("channels", 1, 1, 64),
                        yaml.parsed("encoding", 16, BridgeConfig::bits)));
    }

    private static String topic(String text) {
        return MqttTopic.of(text).toString();
    }

    private static String filter(String text) {
        MqttTopicFilter filter = MqttTopicFilter.of(text);
        long levels = filter.getLevels().stream().filter("+"::equals).count();
        if (levels != 1 || text.contains("#") || filter.isShared()) {
            throw new IllegalArgumentException("exactly one + level is needed, where the source id stands, and no #");
        }
        return text;
    }

    private static int bits(String encoding) {
        return switch (encoding.toLowerCase(Locale.ROOT)) {
            case "pcm_s16le" -> 16;
            case "pcm_s24le" -> 24;
            case "pcm_f32le" -> 32;
            default -> throw new IllegalArgumentException("write pcm_s16le, pcm_s24le or pcm_f32le");
        };
    }
}
