package org.earshot.detector.feed;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.earshot.detector.model.ConfigurationException;

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
 * }</pre>
 *
 * @param sources at least one, each with an id of its own
 */
public record FeedConfig(List<Source> sources) {
    private static final int DEFAULT_RATE_HZ = 48_000;

    /**
     * One source; exactly one of url, folder and device says where its sound comes from.
     *
     * @param id the key of its records
     * @param url anything that ffmpeg reads
     * @param folder watched for recordings
     * @param moveTo where recordings go once published; null leaves them
     * @param device part of a sound card's name, or {@code default}
     * @param rateHz of the sound card; 48000 if not given
     * @param channels of the sound card; 1 if not given
     */
    public record Source(String id, String url, Path folder, Path moveTo, String device, int rateHz, int channels) {
        public Source {
            require(id != null && !id.isBlank(), "a source has no id; give each one");
            int kinds = (url == null ? 0 : 1) + (folder == null ? 0 : 1) + (device == null ? 0 : 1);
            require(kinds == 1, "source " + id + ": give exactly one of url, folder and device");
            require(moveTo == null || folder != null, "source " + id + ": move-to belongs to a folder");
            require(url == null || FfmpegSource.isUrl(url), "source " + id + ": url must be of the form scheme://...");
            require(rateHz >= 0 && channels >= 0, "source " + id + ": rate-hz and channels must be positive");
            rateHz = rateHz == 0 ? DEFAULT_RATE_HZ : rateHz;
            channels = channels == 0 ? 1 : channels;
        }

        public static Source ofUrl(String id, String url) {
            return new Source(id, url, null, null, null, 0, 0);
        }

        public static Source ofFolder(String id, Path folder, Path moveTo) {
            return new Source(id, null, folder, moveTo, null, 0, 0);
        }

        public static Source ofDevice(String id, String device, int rateHz, int channels) {
            return new Source(id, null, null, null, device, rateHz, channels);
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

    /** Reads a YAML file. @throws ConfigurationException naming the file and what is wrong with it */
    public static FeedConfig read(Path file) {
        ObjectMapper yaml = JsonMapper.builder(new YAMLFactory())
                .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .build();
        try {
            String text = Files.readString(file);
            require(!text.isBlank(), file + ": is empty; list at least one source under sources:");
            return yaml.readValue(text, FeedConfig.class);
        } catch (JacksonException e) {
            Throwable cause = e.getCause() instanceof ConfigurationException ? e.getCause() : e;
            String line =
                    e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
            String why = cause == e ? e.getOriginalMessage() : cause.getMessage();
            throw new ConfigurationException(
                    file + ": " + why.lines().findFirst().orElse("cannot be read") + line, e);
        } catch (IOException e) {
            throw new ConfigurationException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new ConfigurationException(otherwise);
        }
    }
}
