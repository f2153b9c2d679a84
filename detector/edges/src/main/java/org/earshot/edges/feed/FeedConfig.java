package org.earshot.edges.feed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.earshot.core.audio.PcmDecoder;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.Naming;
import org.earshot.edges.feed.source.SourceUrl;
import org.earshot.edges.yaml.YamlFile;
import org.earshot.edges.yaml.YamlMap;
import org.earshot.streams.framing.ChunkLimits;

/**
 * The sources of one process, as a YAML file lists them:
 *
 * <pre>{@code
 * sources:
 *   - id: gate
 *     url: rtsp://camera-1/stream
 *   - id: drop-box
 *     folder: /var/spool/recordings
 *     move-to: /var/spool/published
 *   - id: desk
 *     device: default
 *     rate-hz: 48000
 *     channels: 1
 *     encoding: flac
 *     chunk-ms: 200
 *   - id: trial
 *     file: street.flac
 * }</pre>
 *
 * @param sources at least one, each with an id of its own
 */
public record FeedConfig(List<Source> sources) {
    static final List<String> SOURCE_KEYS = List.of(
            "id",
            "url",
            "folder",
            "move-to",
            "file",
            "device",
            "rate-hz",
            "channels",
            "encoding",
            "chunk-ms",
            "read-timeout-ms");

    private static final int DEFAULT_RATE_HZ = 48_000;

    /**
     * One source; exactly one of url, folder, file and device says where its sound comes from.
     *
     * @param id the key of its records
     * @param url anything that ffmpeg reads
     * @param folder watched for recordings
     * @param moveTo where recordings go once published; null leaves them
     * @param file a recording that is played over and over in real time, as if it were a microphone
     * @param device part of a sound card's name, or {@code default}
     * @param rateHz of the sound card; 48000 if not given
     * @param channels of the sound card; 1 if not given
     * @param encoding on the wire; null for that of the process
     * @param chunkMs length of a chunk, 10..1000 ms; 0 for that of the process
     * @param readTimeoutMs longest silence of a URL's network; 0 for that of the process
     */
    public record Source(
            String id,
            String url,
            Path folder,
            Path moveTo,
            Path file,
            String device,
            int rateHz,
            int channels,
            WireEncoding encoding,
            int chunkMs,
            int readTimeoutMs) {
        public Source {
            require(id != null && !id.isBlank(), "a source has no id; give each one");
            Naming.ID.fault(id).ifPresent(fault -> {
                throw new ConfigurationException("the id of a source " + fault);
            });
            long kinds = Stream.of(url, folder, file, device)
                    .filter(Objects::nonNull)
                    .count();
            require(kinds == 1, "source " + id + ": give exactly one of url, folder, file and device");
            require(moveTo == null || folder != null, "source " + id + ": move-to belongs to a folder");
            require(
                    moveTo == null || !isSame(folder, moveTo),
                    "source " + id + ": move-to is the watched folder itself; name another one");
            if (url != null) {
                SourceUrl.requireUsable("source " + id, url);
            }
            require(rateHz >= 0 && channels >= 0, "source " + id + ": rate-hz and channels must be positive");
            require(
                    device != null || rateHz == 0 && channels == 0,
                    "source " + id + ": rate-hz and channels belong to a device; other sounds say theirs themselves");
            require(
                    chunkMs == 0 || chunkMs >= 10 && chunkMs <= EpochPublisher.MAX_CHUNK.toMillis(),
                    "source " + id + ": chunk-ms must lie in 10..1000, is " + chunkMs);
            require(
                    rateHz == 0 || ChunkLimits.problemOfRate(rateHz).isEmpty(),
                    "source " + id + ": rate-hz must lie in " + ChunkLimits.MIN_RATE_HZ + ".."
                            + ChunkLimits.MAX_RATE_HZ);
            require(readTimeoutMs >= 0, "source " + id + ": read-timeout-ms must be positive");
            require(readTimeoutMs == 0 || url != null, "source " + id + ": read-timeout-ms belongs to a url");
            rateHz = device == null || rateHz > 0 ? rateHz : DEFAULT_RATE_HZ;
            channels = device == null || channels > 0 ? channels : 1;
        }

        /** Also by a link, or by letters of another case where the system takes them for the same. */
        private static boolean isSame(Path one, Path other) {
            try {
                return Files.isSameFile(one, other);
            } catch (IOException notThereYet) {
                return one.toAbsolutePath()
                        .normalize()
                        .equals(other.toAbsolutePath().normalize());
            }
        }

        public static Source ofUrl(String id, String url) {
            return new Source(id, url, null, null, null, null, 0, 0, null, 0, 0);
        }

        public static Source ofFolder(String id, Path folder, Path moveTo) {
            return new Source(id, null, folder, moveTo, null, null, 0, 0, null, 0, 0);
        }

        public static Source ofFile(String id, Path file) {
            return new Source(id, null, null, null, file, null, 0, 0, null, 0, 0);
        }

        public static Source ofDevice(String id, String device, int rateHz, int channels) {
            return new Source(id, null, null, null, null, device, rateHz, channels, null, 0, 0);
        }

        /** How this source is published: its own wishes over those of the process. */
        FeedSettings over(FeedSettings process) {
            FeedSettings settings = process;
            if (encoding != null || chunkMs > 0) {
                settings = settings.withChunks(
                        encoding == null ? process.wire() : encoding,
                        chunkMs == 0 ? process.chunk() : Duration.ofMillis(chunkMs));
            }
            if (readTimeoutMs > 0) {
                settings = settings.withFfmpeg(process.ffmpeg(), Duration.ofMillis(readTimeoutMs));
            }
            return settings;
        }
    }

    public FeedConfig {
        require(sources != null && !sources.isEmpty(), "there are no sources; list at least one under sources:");
        sources = List.copyOf(sources);
        Set<String> ids = new HashSet<>();
        for (Source source : sources) {
            require(ids.add(source.id()), "the id " + source.id() + " stands twice; each source needs its own");
        }
    }

    /**
     * Reads a YAML file.
     *
     * @param environment what {@code ${NAME}} in a URL stands for
     * @throws ConfigurationException naming file, line and key, and what is wrong
     */
    public static FeedConfig read(Path file, Map<String, String> environment) {
        return of(YamlFile.read(file, environment));
    }

    static FeedConfig parse(String yaml, String origin) {
        return of(YamlFile.parse(yaml, origin, Map.of()));
    }

    private static FeedConfig of(YamlMap file) {
        file.only("sources");
        List<Source> sources = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (YamlMap yaml : file.maps("sources")) {
            Source source = source(yaml);
            if (!ids.add(source.id())) {
                throw yaml.error("id", "stands twice; each source needs its own");
            }
            sources.add(source);
        }
        if (sources.isEmpty()) {
            throw file.error("sources", "there are no sources; list at least one");
        }
        return new FeedConfig(sources);
    }

    private static Source source(YamlMap yaml) {
        yaml.only(SOURCE_KEYS);
        String id = yaml.name("id", Naming.ID);
        String url = yaml.filled("url", null);
        Path folder = yaml.parsed("folder", null, Path::of);
        Path moveTo = yaml.parsed("move-to", null, Path::of);
        Path file = yaml.parsed("file", null, Path::of);
        String device = yaml.text("device", null);
        int rateHz = yaml.integer("rate-hz", 0, ChunkLimits.MIN_RATE_HZ, ChunkLimits.MAX_RATE_HZ);
        int channels = yaml.integer("channels", 0, 1, PcmDecoder.MAX_CHANNELS);
        WireEncoding encoding = yaml.parsed("encoding", null, FeedConfig::encoding);
        int chunkMs = yaml.integer("chunk-ms", 0, 10, (int) EpochPublisher.MAX_CHUNK.toMillis());
        int readTimeoutMs = yaml.integer("read-timeout-ms", 0, 1, Integer.MAX_VALUE);
        try {
            return new Source(
                    id, url, folder, moveTo, file, device, rateHz, channels, encoding, chunkMs, readTimeoutMs);
        } catch (ConfigurationException e) {
            throw yaml.error(e.getMessage());
        }
    }

    private static WireEncoding encoding(String text) {
        for (WireEncoding encoding : WireEncoding.values()) {
            if (encoding.name().equalsIgnoreCase(text)) {
                return encoding;
            }
        }
        throw new IllegalArgumentException("write pcm or flac");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new ConfigurationException(otherwise);
        }
    }
}
