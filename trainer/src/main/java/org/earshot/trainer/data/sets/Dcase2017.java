package org.earshot.trainer.data.sets;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.DataException;
import org.earshot.trainer.data.clips.Clip;
import org.earshot.trainer.data.clips.ClipCollection;
import org.earshot.trainer.data.clips.ClipEvent;
import org.earshot.trainer.data.clips.ClipFolder;
import org.earshot.trainer.data.corpus.DelimitedTable;

/**
 * DCASE 2017 Task 4: folders {@code training}, {@code testing} and {@code evaluation} with files
 * {@code Y<id>_<start>_<end>.wav}, and next to them the tables {@code training_set.csv}, {@code testing_set.csv} (id,
 * start, end, names, machine ids) and {@code groundtruth_weak_label_*_set.csv},
 * {@code groundtruth_strong_label_*_set.csv} (file name without the leading Y, start, end, label).
 *
 * <p>Label names contain commas, so the first kind of table is read by its machine ids. An event from 0 to 0 s means
 * that the label is not audible: the clip is kept without that event. Clips are named as in the ground truth, without
 * the Y. Immutable.
 */
final class Dcase2017 implements DataSets.Reader {
    private static final Map<String, String> LABEL_OF_ID = new LinkedHashMap<>();

    static {
        LABEL_OF_ID.put("/m/0284vy3", "Train horn");
        LABEL_OF_ID.put("/m/05x_td", "Air horn, truck horn");
        LABEL_OF_ID.put("/m/02mfyn", "Car alarm");
        LABEL_OF_ID.put("/m/02rhddq", "Reversing beeps");
        LABEL_OF_ID.put("/m/0199g", "Bicycle");
        LABEL_OF_ID.put("/m/06_fw", "Skateboard");
        LABEL_OF_ID.put("/m/012n7d", "Ambulance (siren)");
        LABEL_OF_ID.put("/m/012ndj", "Fire engine, fire truck (siren)");
        LABEL_OF_ID.put("/m/0dgbq", "Civil defense siren");
        LABEL_OF_ID.put("/m/04qvtq", "Police car (siren)");
        LABEL_OF_ID.put("/m/03qc9zr", "Screaming");
        LABEL_OF_ID.put("/m/0k4j", "Car");
        LABEL_OF_ID.put("/t/dd00134", "Car passing by");
        LABEL_OF_ID.put("/m/01bjv", "Bus");
        LABEL_OF_ID.put("/m/07r04", "Truck");
        LABEL_OF_ID.put("/m/04_sv", "Motorcycle");
        LABEL_OF_ID.put("/m/07jdr", "Train");
    }

    static final List<String> LABELS = List.copyOf(LABEL_OF_ID.values());

    private static final Set<String> PARTS = Set.of("training", "testing", "evaluation");

    @Override
    public ClipCollection read(Path directory, String part) {
        String name = part.isEmpty() ? "training" : part;
        if (!PARTS.contains(name)) {
            throw new ConfigurationException("dcase2017:" + directory + "#" + part
                    + ": unknown part; parts are training, testing and evaluation");
        }
        Map<String, Set<String>> tags = tags(directory, name);
        Path strongFile = table(directory, "groundtruth_strong_label_" + name + "_set.csv");
        boolean strong = Files.exists(strongFile);
        Map<String, List<ClipEvent>> events = strong ? events(strongFile, tags) : Map.of();
        List<Clip> clips = new ArrayList<>();
        tags.forEach((clip, labels) -> clips.add(new Clip(
                clip,
                directory.resolve(name).resolve("Y" + clip),
                LABELS.stream().filter(labels::contains).toList(),
                events.getOrDefault(clip, List.of()),
                strong,
                0)));
        return new ClipCollection(
                "DCASE 2017 Task 4 " + name + " in " + directory,
                directory,
                LABELS,
                clips,
                name + "\n" + ClipFolder.sizes(clips));
    }

    private static Map<String, Set<String>> tags(Path directory, String part) {
        Path byId = table(directory, part + "_set.csv");
        Path byName = table(directory, "groundtruth_weak_label_" + part + "_set.csv");
        if (Files.exists(byId)) {
            return tagsById(byId);
        }
        if (Files.exists(byName)) {
            return tagsByName(byName);
        }
        throw new DataException("dcase2017:" + directory + ": neither " + byId.getFileName() + " nor "
                + byName.getFileName() + " exists; copy the task's tables into this folder");
    }

    private static Map<String, Set<String>> tagsById(Path file) {
        DelimitedTable table = DelimitedTable.withoutHeader(file, ',');
        Map<String, Set<String>> tags = new LinkedHashMap<>();
        for (int row = 0; row < table.size(); row++) {
            String clip = String.format(
                    Locale.ROOT, "%s_%.3f_%.3f.wav", table.cell(row, 0), table.number(row, 1), table.number(row, 2));
            Set<String> labels = tags.computeIfAbsent(clip, key -> new LinkedHashSet<>());
            for (String id : table.cell(row, 4).split(",")) {
                String label = LABEL_OF_ID.get(id.strip());
                if (label == null) {
                    throw new DataException(file + ": row " + (row + 1) + ": \"" + id.strip()
                            + "\" is not a machine id of the task's 17 labels");
                }
                labels.add(label);
            }
        }
        return tags;
    }

    private static Map<String, Set<String>> tagsByName(Path file) {
        DelimitedTable table = DelimitedTable.withoutHeader(file, '\t');
        Map<String, Set<String>> tags = new LinkedHashMap<>();
        for (int row = 0; row < table.size(); row++) {
            tags.computeIfAbsent(table.cell(row, 0), key -> new LinkedHashSet<>())
                    .add(known(table.cell(row, 3), file, row));
        }
        return tags;
    }

    /**
     * Events of each clip; clips that occur only here get their events' labels as tags, so that they stay in the set.
     */
    private static Map<String, List<ClipEvent>> events(Path file, Map<String, Set<String>> tags) {
        DelimitedTable table = DelimitedTable.withoutHeader(file, '\t');
        Set<String> tagged = Set.copyOf(tags.keySet());
        Map<String, List<ClipEvent>> events = new LinkedHashMap<>();
        for (int row = 0; row < table.size(); row++) {
            String clip = table.cell(row, 0);
            String label = known(table.cell(row, 3), file, row);
            double onset = table.number(row, 1);
            double offset = table.number(row, 2);
            if (!tagged.contains(clip)) {
                tags.computeIfAbsent(clip, key -> new LinkedHashSet<>()).add(label);
            }
            if (offset > onset) {
                events.computeIfAbsent(clip, key -> new ArrayList<>()).add(new ClipEvent(label, onset, offset));
            }
        }
        events.values().forEach(list -> list.sort(Comparator.comparingDouble(ClipEvent::onsetSeconds)));
        return events;
    }

    private static String known(String label, Path file, int row) {
        if (!LABELS.contains(label)) {
            throw new DataException(
                    file + ": row " + (row + 1) + ": \"" + label + "\" is not one of the task's 17 labels");
        }
        return label;
    }

    private static Path table(Path directory, String name) {
        Path inside = directory.resolve("metadata").resolve(name);
        return Files.exists(inside) ? inside : directory.resolve(name);
    }
}
