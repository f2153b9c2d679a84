package org.earshot.trainer.data.corpus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.earshot.core.audio.AudioException;
import org.earshot.core.audio.file.AudioFiles;
import org.earshot.core.model.DataException;
import org.earshot.trainer.data.corpus.Recording.Excerpt;
import org.earshot.trainer.data.corpus.Recording.Role;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recordings made from people's reviews of detected events: a confirmed event becomes a sound of its label, one that was
 * said to be another ({@code heard}) a sound of that one, and any other refuted one a distractor, because it is a sound that
 * must not raise an alarm again.
 *
 * <p>Reviews are lines of JSON as on the topic {@code earshot.reviews}, with {@code event_id}, {@code label} and
 * {@code verdict} (true or false); the last review of an event counts, and one that is {@code withdrawn} takes the earlier
 * back. The audio of an event is the file in or below the evidence folder whose name contains the event's id. Events without audio are skipped, because evidence is usually
 * kept for a shorter time than reviews. Evidence starts before its event and ends after it: if the review gives the
 * times of the event ({@code onset}, {@code offset} in ISO 8601, {@code onset_sample}, {@code offset_sample}), only the
 * event is used, otherwise all of the evidence.
 */
public final class Reviews {
    private static final int PROBE_RATE_HZ = 16_000;
    private static final Logger LOG = LoggerFactory.getLogger(Reviews.class);
    private static final List<String> AUDIO = List.of(".flac", ".wav", ".mp3");

    private Reviews() {}

    /**
     * The reviewed events that have audio, as recordings of one split.
     *
     * @param preRollSeconds time from the start of the evidence to the event, unless the sound itself starts later
     * @throws DataException if a line is not a review, if no event has audio, or listing unreadable files
     */
    public static List<Recording> recordings(Path reviews, Path evidence, double preRollSeconds, Split split) {
        List<Path> files = audioFiles(evidence);
        DataErrors errors = new DataErrors();
        List<Recording> recordings = new ArrayList<>();
        Collection<Review> all = read(reviews).values();
        List<String> without = new ArrayList<>();
        for (Review review : all) {
            Path file = files.stream()
                    .filter(f -> f.getFileName().toString().contains(review.eventId()))
                    .findFirst()
                    .orElse(null);
            if (file == null) {
                without.add(review.eventId());
                continue;
            }
            try {
                double seconds = (double) AudioFiles.readMono(file, PROBE_RATE_HZ).length / PROBE_RATE_HZ;
                Excerpt event = review.place().within(seconds, preRollSeconds);
                recordings.add(new Recording(
                        evidence.relativize(file).toString(),
                        file,
                        review.known() ? Role.EVENT : Role.DISTRACTOR,
                        review.label(),
                        split,
                        Math.min(event.toSeconds(), seconds) - event.fromSeconds(),
                        event));
            } catch (AudioException e) {
                errors.add(file, e.getMessage());
            }
        }
        errors.throwIfAny("audio of the reviewed events in " + evidence);
        if (!without.isEmpty()) {
            String some = without.size() + " of " + all.size() + " reviewed events have no audio in " + evidence
                    + ", the first is " + without.get(0);
            if (recordings.isEmpty()) {
                throw new DataException(
                        some + "; turn on evidence (earshot.evidence) for events that are to be mixed in");
            }
            LOG.warn("{}: skipped", some);
        }
        return recordings;
    }

    /**
     * The last word on an event.
     *
     * @param label what it is, if that is known, otherwise what it is not
     */
    private record Review(String eventId, String label, boolean known, Place place) {
        static Review of(String eventId, JsonNode review) {
            String heard = review.path("heard").asText();
            boolean confirmed = review.path("verdict").asText().equals("true");
            boolean corrected = !confirmed && !heard.isEmpty();
            return new Review(
                    eventId,
                    corrected ? heard : review.path("label").asText(),
                    confirmed || corrected,
                    Place.of(review));
        }
    }

    /**
     * Position of an event, as far as its review gives it.
     *
     * @param sinceStartSeconds from the start of the source's sound to the onset; NaN if not given
     * @param lengthSeconds from onset to offset; NaN if not given
     */
    private record Place(double sinceStartSeconds, double lengthSeconds) {
        private static final double TOLERANCE_S = 0.05;

        static Place of(JsonNode review) {
            if (!review.hasNonNull("onset_sample") || !review.hasNonNull("onset")) {
                return new Place(Double.NaN, Double.NaN);
            }
            Duration length = Duration.between(
                    Instant.parse(review.path("onset").asText()),
                    Instant.parse(review.path("offset").asText()));
            double seconds = length.toNanos() / 1e9;
            // Samples are counted at the source's own rate, which follows from the length in seconds and in samples.
            long onset = review.path("onset_sample").asLong();
            double rateHz = (review.path("offset_sample").asLong() - onset) / seconds;
            return new Place(onset / rateHz, seconds);
        }

        /**
         * The part of the evidence that is the event. Evidence of a very long event only holds its end and is used as a
         * whole.
         */
        Excerpt within(double evidenceSeconds, double preRollSeconds) {
            double from = Math.min(preRollSeconds, sinceStartSeconds);
            double to = from + lengthSeconds;
            return lengthSeconds > 0 && to <= evidenceSeconds + TOLERANCE_S ? new Excerpt(from, to) : Excerpt.WHOLE;
        }
    }

    private static Map<String, Review> read(Path file) {
        ObjectMapper json = new ObjectMapper();
        Map<String, Review> reviews = new LinkedHashMap<>();
        int number = 0;
        for (String line : lines(file)) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            try {
                JsonNode node = json.readTree(line);
                String id = node.path("event_id").asText();
                String verdict = node.path("verdict").asText();
                if (verdict.equals("withdrawn")) {
                    reviews.remove(id);
                    continue;
                }
                if (id.isEmpty() || !(verdict.equals("true") || verdict.equals("false"))) {
                    throw new DataException(
                            file + ": line " + number + ": needs event_id, label and verdict true or false");
                }
                reviews.put(id, Review.of(id, node));
            } catch (DateTimeParseException e) {
                throw new DataException(
                        file + ": line " + number + ": onset and offset must be times such as 2026-01-31T12:00:00Z", e);
            } catch (JsonProcessingException e) {
                throw new DataException(file + ": line " + number + " is not valid JSON", e);
            }
        }
        return reviews;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static List<Path> audioFiles(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> AUDIO.stream().anyMatch(file.toString()::endsWith))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new DataException(directory + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
