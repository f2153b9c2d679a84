package org.earshot.trainer.eval.score;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.earshot.core.model.DataException;
import org.earshot.core.model.Thresholds;
import org.earshot.trainer.eval.metric.EventMetrics;
import org.earshot.trainer.eval.metric.EventRow;
import org.earshot.trainer.eval.metric.EventTolerance;

/**
 * Number of events found, by label and by level above the background. The levels come from the mixtures' metadata,
 * {@code mixtures.jsonl}.
 *
 * @param bands names of the bands, from quiet to loud
 * @param labels for each label one cell per band
 */
public record SnrBreakdown(List<String> bands, Map<String, List<Cell>> labels) {
    private static final List<String> BANDS = List.of("below 5 dB", "5 to 10 dB", "from 10 dB");

    /**
     * Events of one label in one band.
     *
     * @param events number of events
     * @param tagged number of them in clips whose tag exceeds the gate
     * @param found number of them with a matching detection, 200 ms / 50 %
     */
    public record Cell(int events, int tagged, int found) {
        Cell plus(Cell other) {
            return new Cell(events + other.events, tagged + other.tagged, found + other.found);
        }
    }

    /** @return without labels if the metadata do not give levels */
    public static SnrBreakdown of(Path mixtures, ScoredSet set, EventDecoder decoder, List<Thresholds> thresholds) {
        Map<String, Double> levels = levels(mixtures);
        Map<String, List<Cell>> cells = new LinkedHashMap<>();
        if (levels.isEmpty()) {
            return new SnrBreakdown(BANDS, cells);
        }
        Cell none = new Cell(0, 0, 0);
        set.labels().forEach(label -> cells.put(label, new ArrayList<>(List.of(none, none, none))));
        EventMetrics metrics = new EventMetrics(set.labels(), EventTolerance.PAPER);
        for (int i = 0; i < set.size(); i++) {
            List<EventRow> truth = set.events().get(i);
            boolean[] found = metrics.found(truth, set.detections(i, decoder, thresholds));
            for (int e = 0; e < found.length; e++) {
                EventRow event = truth.get(e);
                Double level = levels.get(key(event.file(), event.label(), event.onsetSeconds()));
                int k = set.labels().indexOf(event.label());
                if (level != null) {
                    boolean tagged = decoder.clipTag(set.scores().get(i), k)
                            > thresholds.get(k).gate();
                    Cell one = new Cell(1, tagged ? 1 : 0, found[e] ? 1 : 0);
                    int band = level < 5 ? 0 : level < 10 ? 1 : 2;
                    List<Cell> row = cells.get(event.label());
                    row.set(band, row.get(band).plus(one));
                }
            }
        }
        return new SnrBreakdown(BANDS, cells);
    }

    /** The band over all labels. */
    public Cell all(int band) {
        return labels.values().stream().map(row -> row.get(band)).reduce(new Cell(0, 0, 0), Cell::plus);
    }

    private static Map<String, Double> levels(Path mixtures) {
        Map<String, Double> levels = new HashMap<>();
        if (!Files.exists(mixtures)) {
            return levels;
        }
        ObjectMapper json = new ObjectMapper();
        try {
            for (String line : Files.readAllLines(mixtures)) {
                JsonNode mixture = json.readTree(line);
                for (JsonNode event : mixture.path("events")) {
                    if (event.has("snr_db")) {
                        levels.put(
                                key(
                                        mixture.path("mixture_name").asText(),
                                        event.path("event_label").asText(),
                                        event.path("onset").asDouble()),
                                event.path("snr_db").asDouble());
                    }
                }
            }
        } catch (JsonProcessingException e) {
            throw new DataException(mixtures + ": no JSON lines: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return levels;
    }

    private static String key(String file, String label, double onset) {
        return file + "\n" + label + "\n" + Math.round(onset * 1000);
    }
}
