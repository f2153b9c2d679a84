package org.earshot.trainer.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.earshot.detector.audio.AudioException;
import org.earshot.detector.audio.AudioFiles;
import org.earshot.detector.model.DataException;
import org.earshot.trainer.data.Recording.Role;

/**
 * What people said of detected events, turned into recordings to mix: a confirmed event is a sound of its label, a
 * refuted one a distractor, which is just the sound that must not raise an alarm again.
 *
 * <p>Reviews are lines of JSON as on the topic {@code earshot.reviews}, with {@code event_id}, {@code label} and
 * {@code verdict} (true or false); the last word on an event counts. The audio of an event is the file in the evidence
 * folder, or below it, whose name holds the event's id. It is used as a whole: a confirmed label is a weak one, somewhere
 * in it.
 */
public final class Reviews {
    private static final int PROBE_RATE_HZ = 16_000;
    private static final List<String> AUDIO = List.of(".flac", ".wav", ".mp3");

    private Reviews() {}

    /**
     * The reviewed events of which there is audio, as recordings of one split.
     *
     * @throws DataException if a line is no review, or listing the events whose audio is missing or unreadable
     */
    public static List<Recording> recordings(Path reviews, Path evidence, Split split) {
        List<Path> files = audioFiles(evidence);
        Complaints complaints = new Complaints();
        List<Recording> recordings = new ArrayList<>();
        for (Review review : read(reviews).values()) {
            Path file = files.stream()
                    .filter(f -> f.getFileName().toString().contains(review.eventId()))
                    .findFirst()
                    .orElse(null);
            if (file == null) {
                complaints.add(evidence.resolve(review.eventId()), "no audio of this event");
                continue;
            }
            try {
                double seconds = (double) AudioFiles.readMono(file, PROBE_RATE_HZ).length / PROBE_RATE_HZ;
                Role role = review.confirmed() ? Role.EVENT : Role.DISTRACTOR;
                recordings.add(new Recording(
                        evidence.relativize(file).toString(), file, role, review.label(), split, seconds));
            } catch (AudioException e) {
                complaints.add(file, e.getMessage());
            }
        }
        complaints.throwIfAny("audio of the reviewed events in " + evidence);
        return recordings;
    }

    private record Review(String eventId, String label, boolean confirmed) {}

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
                if (id.isEmpty() || !(verdict.equals("true") || verdict.equals("false"))) {
                    throw new DataException(
                            file + ": line " + number + ": needs event_id, label and verdict true or" + " false");
                }
                reviews.put(id, new Review(id, node.path("label").asText(), verdict.equals("true")));
            } catch (JsonProcessingException e) {
                throw new DataException(file + ": line " + number + " is no JSON", e);
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
