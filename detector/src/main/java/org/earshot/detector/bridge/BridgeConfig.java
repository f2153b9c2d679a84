package org.earshot.detector.bridge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.earshot.detector.model.ConfigurationException;
import org.earshot.detector.wire.ChunkLimits;

/**
 * What the bridge joins, read from YAML. Unknown keys are refused; {@code ${NAME}} in a password is replaced by the
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

    /** @throws ConfigurationException if the file cannot be read or says something that cannot work */
    public static BridgeConfig read(Path file, Map<String, String> environment) {
        try {
            return parse(Files.readString(file), file.toString(), environment);
        } catch (IOException e) {
            throw new ConfigurationException(file + ": cannot be read (" + e + "); name a readable file", e);
        }
    }

    static BridgeConfig parse(String yaml, String origin, Map<String, String> environment) {
        var mapper = JsonMapper.builder(new YAMLFactory())
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        try {
            FileYaml file = mapper.readValue(yaml, FileYaml.class);
            return (file == null ? new FileYaml() : file).config(origin, environment);
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null ? "" : ":" + e.getLocation().getLineNr();
            throw new ConfigurationException(
                    origin + where + ": "
                            + e.getOriginalMessage().lines().findFirst().orElse("not YAML"),
                    e);
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new ConfigurationException(otherwise);
        }
    }

    private static final class FileYaml {
        public List<GatewayYaml> gateways = List.of();
        public AudioYaml audio = new AudioYaml();
        public String prefix = "earshot";
        public String discoveryPrefix = "homeassistant";
        public long gapMs = 5_000;

        BridgeConfig config(String origin, Map<String, String> environment) {
            require(!gateways.isEmpty(), origin + ": has no `gateways`; name at least one MQTT broker");
            require(gapMs > 0, origin + ": gap_ms must be above 0");
            require(
                    gateways.stream().map(g -> g.name).distinct().count() == gateways.size(),
                    origin + ": two gateways have the same name");
            return new BridgeConfig(
                    gateways.stream().map(g -> g.gateway(origin, environment)).toList(),
                    audio.format(origin),
                    prefix,
                    discoveryPrefix,
                    gapMs);
        }
    }

    private static final class GatewayYaml {
        public String name = "gateway";
        public String host = "";
        public int port = 1883;
        public boolean tls;
        public String user = "";
        public String password = "";

        Gateway gateway(String origin, Map<String, String> environment) {
            String at = origin + ": gateway " + name;
            require(!host.isBlank(), at + ": has no `host`");
            require(port > 0 && port < 65_536, at + ": port " + port + " must lie in 1..65535");
            String secret = Pattern.compile("\\$\\{(\\w+)}").matcher(password).replaceAll(m -> {
                require(
                        environment.containsKey(m.group(1)),
                        at + ": uses ${" + m.group(1) + "}, which is not set in the environment");
                return Matcher.quoteReplacement(environment.get(m.group(1)));
            });
            return new Gateway(name, host, port, tls, user, secret);
        }
    }

    private static final class AudioYaml {
        public String topic = "earshot/audio/+";
        public int rateHz = 16_000;
        public int channels = 1;
        public String encoding = "pcm_s16le";

        AudioFormat format(String origin) {
            require(
                    List.of(topic.split("/")).stream().filter("+"::equals).count() == 1 && !topic.contains("#"),
                    origin + ": audio topic '" + topic + "' needs exactly one + level, where the source id stands");
            require(
                    rateHz >= 1_000 && rateHz <= 384_000 && channels >= 1 && channels <= 64,
                    origin + ": audio: rate_hz must lie in 1000..384000 and channels in 1..64");
            int bits = switch (encoding.toLowerCase(Locale.ROOT)) {
                case "pcm_s16le" -> 16;
                case "pcm_s24le" -> 24;
                case "pcm_f32le" -> 32;
                default ->
                    throw new ConfigurationException(
                            origin + ": audio encoding '" + encoding + "' is none of pcm_s16le, pcm_s24le, pcm_f32le");
            };
            return new AudioFormat(topic, new RawPcm(rateHz, channels, bits));
        }
    }
}
