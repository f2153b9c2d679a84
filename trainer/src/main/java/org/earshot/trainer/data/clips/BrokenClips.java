package org.earshot.trainer.data.clips;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.earshot.core.files.FileNames;
import org.earshot.core.model.DataException;
import org.earshot.trainer.data.corpus.DataErrors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clips of a data set whose audio cannot be read. Up to a tenth of the clips may be broken: they are logged, and
 * the rest is used. More are an error unless the caller allows any number. The list is stored beside the cached
 * features.
 *
 * <p>Safe for use by several threads.
 */
final class BrokenClips {
    private static final Logger LOG = LoggerFactory.getLogger(BrokenClips.class);
    private static final double TOLERATED_SHARE = 0.1;
    private static final int MAX_LOGGED = 20;

    private final Map<Integer, String> reasons = Collections.synchronizedMap(new TreeMap<>());

    /** The clips recorded when the features were computed. */
    static BrokenClips read(Path features) {
        BrokenClips broken = new BrokenClips();
        Path file = list(features);
        if (Files.exists(file)) {
            try {
                for (String line : Files.readAllLines(file)) {
                    int tab = line.indexOf('\t');
                    broken.reasons.put(Integer.parseInt(line.substring(0, tab)), line.substring(tab + 1));
                }
            } catch (IOException | NumberFormatException | StringIndexOutOfBoundsException e) {
                throw new DataException(file + ": cannot be read; delete it and " + features, e);
            }
        }
        return broken;
    }

    void add(int clip, Path audio, String reason) {
        String text = reason.contains(audio.toString()) ? reason : audio + ": " + reason;
        reasons.put(clip, text.replaceAll("\\s+", " "));
    }

    /** Writes the list beside the features unless it is empty. */
    void write(Path features) {
        List<String> lines = new ArrayList<>();
        reasons.forEach((clip, reason) -> lines.add(clip + "\t" + reason));
        try {
            if (lines.isEmpty()) {
                Files.deleteIfExists(list(features));
            } else {
                Files.write(list(features), lines);
            }
        } catch (IOException e) {
            throw new DataException(list(features) + ": cannot be written: " + e.getMessage(), e);
        }
    }

    boolean contains(int clip) {
        return reasons.containsKey(clip);
    }

    /**
     * Logs each broken clip, or the first twenty of them.
     *
     * @throws DataException if more than a tenth are broken and {@code anyNumber} is false, or if all are
     */
    void report(ClipCollection collection, boolean anyNumber) {
        int clips = collection.clips().size();
        if (reasons.isEmpty()) {
            return;
        }
        boolean tolerated = anyNumber || reasons.size() <= TOLERATED_SHARE * clips;
        if (!tolerated || reasons.size() == clips) {
            DataErrors errors = new DataErrors();
            reasons.forEach(
                    (clip, reason) -> errors.add(collection.clips().get(clip).audio(), reason));
            errors.throwIfAny(
                    collection.name() + " (" + clips + " clips)",
                    tolerated ? "" : ", or give " + collection.directory() + "#skip-broken to continue without them");
        }
        reasons.values().stream().limit(MAX_LOGGED).forEach(reason -> LOG.warn("left out: {}", reason));
        LOG.warn(
                "{}: continuing without {} of {} clips, which cannot be read",
                collection.name(),
                reasons.size(),
                clips);
    }

    private static Path list(Path features) {
        String name = FileNames.nameOf(features);
        return features.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".broken");
    }
}
