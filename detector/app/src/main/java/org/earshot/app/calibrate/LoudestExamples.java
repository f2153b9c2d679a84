package org.earshot.app.calibrate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.earshot.core.audio.flac.FlacWriter;
import org.earshot.core.model.ConfigurationException;

/**
 * The false alarms of each label that were highest above its thresholds, to listen to: {@code LABEL-1-SOURCE.flac} is
 * the highest. Stateless.
 */
public final class LoudestExamples {
    private LoudestExamples() {}

    /**
     * Writes them.
     *
     * @param folder is made if it is not there
     * @return how many there are
     * @throws ConfigurationException if one cannot be written
     */
    public static int write(List<CalibratedSettings.Chosen> all, PlaceSound sound, Path folder) {
        Map<PlaceEvent, Path> names = new HashMap<>();
        for (CalibratedSettings.Chosen chosen : all) {
            Calibration calibration = chosen.calibration();
            for (int k = 0; k < calibration.manifest().classes(); k++) {
                int rank = 0;
                for (PlaceEvent event : calibration.examples(k)) {
                    rank++;
                    names.put(event, folder.resolve(safe(name(chosen.group(), calibration, event, rank))));
                }
            }
        }
        if (names.isEmpty()) {
            return 0;
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new ConfigurationException(folder + ": cannot be made a folder: " + e.getMessage(), e);
        }
        sound.excerpts(List.copyOf(names.keySet()), (event, samples) -> {
            Path file = names.get(event);
            try {
                FlacWriter.write(file, event.rateHz(), samples);
            } catch (IOException e) {
                throw new ConfigurationException(file + ": cannot be written: " + e.getMessage(), e);
            }
        });
        return names.size();
    }

    private static String name(SourceGroup group, Calibration calibration, PlaceEvent event, int rank) {
        String label = calibration.manifest().labels().get(event.label());
        return (group.isAll() ? "" : group.name() + "-") + label + "-" + rank + "-" + event.sourceId() + ".flac";
    }

    /** A file name anywhere. */
    private static String safe(String name) {
        return name.replaceAll("[^A-Za-z0-9._-]", "_");
    }
}
