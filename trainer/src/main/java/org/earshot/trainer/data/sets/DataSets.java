package org.earshot.trainer.data.sets;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.FrontEnd;
import org.earshot.trainer.data.clips.ClipCollection;
import org.earshot.trainer.data.clips.ClipDataset;
import org.earshot.trainer.data.clips.ClipFolder;
import org.earshot.trainer.data.mix.AuxiliaryTables;

/**
 * Opens the data set that is given after {@code --data}: {@code [kind:]DIR[#part[,part...]]}.
 *
 * <pre>
 *   DIR                        mixtures made by mix, or a folder of audio with tags.csv
 *   DIR#fold1, DIR#not-fold1   the mixtures of a fold, or all others
 *   desed:DIR#weak             DESED / DCASE 2020 Task 4: weak, synthetic, validation, public
 *   dcase2017:DIR#training     DCASE 2017 Task 4: training, testing, evaluation
 *   ...,skip-missing           continues without clips whose audio and features are missing, after listing them
 *   ...,skip-broken            continues without clips whose audio cannot be read, even if they are more than a tenth
 * </pre>
 *
 * <p>A kind is one class with a {@code read(Path, String part)} and one line in {@link #KINDS}.
 */
public final class DataSets {
    /** Matches the commas between data sets of a list, but not those within one. */
    public static final String BETWEEN = ",(?!skip-(?:missing|broken)(?:,|$))";

    private static final String SKIP_MISSING = "skip-missing";
    private static final String SKIP_BROKEN = "skip-broken";
    private static final Map<String, Reader> KINDS =
            new TreeMap<>(Map.of("desed", new Desed(), "dcase2017", new Dcase2017()));

    private DataSets() {}

    /** Reads one layout of a data set. */
    public interface Reader {
        /**
         * @param part part of the data set; empty for its usual training part
         * @throws org.earshot.core.model.DataException if tables are missing or malformed
         * @throws ConfigurationException if the part does not exist
         */
        ClipCollection read(Path directory, String part);
    }

    /** @throws org.earshot.core.model.DataException listing missing or unreadable files */
    public static ClipDataset open(String written, FrontEnd frontEnd) {
        return open(written, frontEnd, false);
    }

    /**
     * Opens a data set, on request with the auxiliary labels of a folder of mixtures.
     *
     * @throws org.earshot.core.model.DataException listing missing or unreadable files
     */
    public static ClipDataset open(String written, FrontEnd frontEnd, boolean auxiliary) {
        int hash = written.lastIndexOf('#');
        String place = hash < 0 ? written : written.substring(0, hash);
        List<String> parts =
                hash < 0 ? List.of() : Arrays.asList(written.substring(hash + 1).split(","));
        List<String> named = parts.stream()
                .filter(part -> !part.isEmpty() && !part.equals(SKIP_MISSING) && !part.equals(SKIP_BROKEN))
                .toList();
        if (named.size() > 1) {
            throw new ConfigurationException("--data " + written + ": give one part at a time, not " + named);
        }
        String part = named.isEmpty() ? "" : named.get(0);
        boolean skipBroken = parts.contains(SKIP_BROKEN);
        Path directory = directory(written);
        int colon = place.indexOf(':');
        String kind = colon < 0 ? "" : place.substring(0, colon);
        if (KINDS.containsKey(kind)) {
            ClipCollection whole = KINDS.get(kind).read(directory, part);
            return ClipDataset.of(present(whole, parts, frontEnd), frontEnd, skipBroken);
        }
        ClipCollection own = ClipFolder.read(directory);
        ClipCollection heard = present(auxiliary ? AuxiliaryTables.addTo(own) : own, parts, frontEnd);
        ClipDataset folder = ClipDataset.of(heard, frontEnd, skipBroken);
        return part.isEmpty() ? folder : fold(folder, part, written);
    }

    /** The folder named after {@code --data}. */
    public static Path directory(String written) {
        int hash = written.lastIndexOf('#');
        String place = hash < 0 ? written : written.substring(0, hash);
        int colon = place.indexOf(':');
        boolean hasKind = colon >= 0 && KINDS.containsKey(place.substring(0, colon));
        return Path.of(hasKind ? place.substring(colon + 1) : place);
    }

    /** The same data set with an absolute path, which can be opened from anywhere. */
    public static String absolute(String written) {
        int hash = written.lastIndexOf('#');
        int colon = written.indexOf(':');
        boolean hasKind = colon >= 0 && KINDS.containsKey(written.substring(0, colon));
        return (hasKind ? written.substring(0, colon + 1) : "")
                + directory(written).toAbsolutePath().normalize()
                + (hash < 0 ? "" : written.substring(hash));
    }

    private static ClipCollection present(ClipCollection collection, List<String> parts, FrontEnd frontEnd) {
        return parts.contains(SKIP_MISSING) && !ClipDataset.hasFeatures(collection, frontEnd)
                ? collection.withoutMissing()
                : collection;
    }

    private static ClipDataset fold(ClipDataset dataset, String part, String written) {
        boolean others = part.startsWith("not-fold");
        try {
            int fold = Integer.parseInt(part.substring(others ? 8 : 4));
            if (part.startsWith("fold") || others) {
                requireFold(dataset, fold, written);
                return dataset.subset(dataset.clipsWhere(clip -> (clip.fold() == fold) != others));
            }
        } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
            // Falls through to the same error.
        }
        throw new ConfigurationException("--data " + written + ": \"" + part
                + "\" is not a part of a folder; give fold1 or not-fold1, or a kind before the folder: "
                + KINDS.keySet());
    }

    private static void requireFold(ClipDataset dataset, int fold, String written) {
        TreeSet<Integer> folds = new TreeSet<>();
        for (int clip = 0; clip < dataset.size(); clip++) {
            folds.add(dataset.clip(clip).fold());
        }
        folds.remove(0);
        if (!folds.contains(fold)) {
            throw new ConfigurationException("--data " + written + ": "
                    + (folds.isEmpty()
                            ? "its tags.csv has no column fold; leave the part out, or add the column"
                            : "has the folds " + folds));
        }
    }
}
