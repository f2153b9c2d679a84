package org.earshot.trainer.data.mix;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.earshot.core.model.DataException;
import org.earshot.trainer.data.clips.Clip;
import org.earshot.trainer.data.clips.ClipCollection;
import org.earshot.trainer.data.clips.ClipEvent;
import org.earshot.trainer.data.clips.EventTable;
import org.earshot.trainer.data.clips.TagCells;
import org.earshot.trainer.data.corpus.DelimitedTable;
import org.earshot.trainer.data.sound.Alteration;

/**
 * The auxiliary labels of a folder of mixtures, in two tables of the same form as those of its own labels:
 * {@code auxiliary.csv} (filename, tags) has a row for each mixture, {@code auxiliary-events.tsv} (filename, onset,
 * offset, event_label) gives the times. A tag without an event lasts for the whole clip.
 */
public final class AuxiliaryTables {
    static final String TAGS = "auxiliary.csv";
    static final String EVENTS = "auxiliary-events.tsv";

    private AuxiliaryTables() {}

    /** Writes both tables unless no mixture has an auxiliary label. */
    static void write(MixtureSet set, List<Mixture> mixtures, Path directory) {
        List<String> tags = new ArrayList<>(List.of("filename,tags"));
        List<String> events = new ArrayList<>(List.of("filename\tonset\toffset\tevent_label"));
        boolean any = false;
        for (int clip = 0; clip < mixtures.size(); clip++) {
            MixtureRecipe recipe = set.recipes().apply(clip);
            MixturePlan plan = mixtures.get(clip).plan();
            String name = plan.name() + ".flac";
            TreeSet<String> heard = new TreeSet<>();
            for (MixturePlan.Layer layer : plan.background()) {
                if (layer.alteration().equals(Alteration.NONE)) {
                    heard.addAll(recipe.auxiliary(layer.pieces().get(0)));
                }
            }
            TreeSet<String> throughout = new TreeSet<>(heard);
            for (ClipEvent event : events(plan, recipe)) {
                heard.add(event.label());
                if (!throughout.contains(event.label())) {
                    events.add(String.format(
                            Locale.ROOT,
                            "%s\t%.4f\t%.4f\t%s",
                            name,
                            event.onsetSeconds(),
                            event.offsetSeconds(),
                            event.label()));
                }
            }
            any |= !heard.isEmpty();
            tags.add(name + "," + DelimitedTable.written(String.join(";", heard)));
        }
        if (any) {
            write(directory.resolve(TAGS), tags);
            write(directory.resolve(EVENTS), events);
        }
    }

    /** The sounds of a mixture that have auxiliary labels, ascending by onset. */
    private static List<ClipEvent> events(MixturePlan plan, MixtureRecipe recipe) {
        List<ClipEvent> events = new ArrayList<>();
        for (Placement sound : plan.sounds()) {
            double whole = sound.recording().durationSeconds() - sound.skipSeconds();
            double length = Double.isNaN(whole) ? sound.lengthSeconds() : Math.min(sound.lengthSeconds(), whole);
            double from = Math.max(0, sound.onsetSeconds());
            double to = Math.min(FieldRecipe.CLIP_SECONDS, sound.onsetSeconds() + length / sound.speed());
            // What was made another sound has no name.
            if (to > from && sound.treatment().alteration().equals(Alteration.NONE)) {
                recipe.auxiliary(sound.recording()).forEach(label -> events.add(new ClipEvent(label, from, to)));
            }
        }
        events.sort(Comparator.comparingDouble(ClipEvent::onsetSeconds));
        return events;
    }

    /**
     * Adds tags and events of the tables to the clips of a folder; returns the clips unchanged if there are no tables.
     */
    public static ClipCollection addTo(ClipCollection own) {
        Path tagsFile = own.directory().resolve(TAGS);
        if (!Files.exists(tagsFile)) {
            return own;
        }
        DelimitedTable table = DelimitedTable.withHeader(tagsFile);
        Map<String, List<String>> tags = new TreeMap<>();
        TreeSet<String> more = new TreeSet<>();
        for (int row = 0; row < table.size(); row++) {
            List<String> names = TagCells.split(table.cell(row, table.column("tags")));
            tags.put(table.cell(row, table.column("filename")), names);
            more.addAll(names);
        }
        List<String> clash = own.labels().stream().filter(more::contains).toList();
        if (!clash.isEmpty()) {
            throw new DataException(tagsFile + ": " + clash + " are already labels of the data set");
        }
        Path eventsFile = own.directory().resolve(EVENTS);
        Map<String, List<ClipEvent>> events = Files.exists(eventsFile) ? EventTable.read(eventsFile) : Map.of();
        List<Clip> clips = own.clips().stream()
                .map(clip -> clip.with(
                        tags.getOrDefault(clip.name(), List.of()), events.getOrDefault(clip.name(), List.of())))
                .toList();
        List<String> labels = new ArrayList<>(own.labels());
        labels.addAll(more);
        return new ClipCollection(own.name(), own.directory(), labels, more.size(), clips, own.provenance());
    }

    private static void write(Path file, List<String> lines) {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (String line : lines) {
                out.write(line);
                out.write('\n');
            }
        } catch (IOException e) {
            throw new DataException(file + ": cannot be written: " + e.getMessage(), e);
        }
    }
}
