package org.earshot.trainer.data.mix;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.earshot.core.audio.AudioException;
import org.earshot.core.files.WholeFile;
import org.earshot.core.model.DataException;
import org.earshot.core.model.FrontEnd;
import org.earshot.trainer.data.clips.ClipDataset;
import org.earshot.trainer.data.clips.ClipEvent;
import org.earshot.trainer.data.clips.FeatureFile;
import org.earshot.trainer.data.corpus.DataErrors;
import org.earshot.trainer.data.corpus.DelimitedTable;
import org.earshot.trainer.data.corpus.Recording;
import org.earshot.trainer.data.sound.ClipAudio;

/**
 * Renders a set of mixtures on several cores and writes them as a data set:
 *
 * <pre>
 *   audio/NNNNN.flac  16 bits; field-style one channel, paper-style two (events, background)
 *   tags.csv          filename, tags separated by semicolons, fold if there are folds
 *   events.tsv        filename, onset, offset, event_label; seconds
 *   auxiliary.csv     filename, auxiliary tags; auxiliary-events.tsv has their times (field style)
 *   mixtures.jsonl    one record per mixture: mixture_name, fold, scene_audio_name, events
 *   dataset.json      seed, style, labels, split, corpus hash
 * </pre>
 *
 * <p>The same set gives the same bytes for any number of threads.
 */
public final class MixtureWriter {
    private static final String TAGS = "tags.csv";
    private static final String DESCRIPTION = "dataset.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final MixtureRenderer renderer;
    private final RecordingPool pool;
    private final int threads;

    public MixtureWriter(RecordingPool pool, int threads) {
        this.renderer = new MixtureRenderer(pool, FieldRecipe.CLIP_SECONDS);
        this.pool = pool;
        this.threads = threads;
    }

    /**
     * Writes audio and tables.
     *
     * @param progress receives the number of finished mixtures
     * @throws DataException if the folder holds another data set
     */
    public void write(MixtureSet set, Path directory, IntConsumer progress) {
        requireOwn(directory, description(set, null));
        Path audio = directory.resolve("audio");
        create(audio);
        List<Mixture> labels = render(set, progress, (clip, mixture) -> {
            Path file = audio.resolve(mixture.plan().name() + ".flac");
            ClipAudio.write(file, mixture.channels(), pool.rateHz());
        });
        writeTables(set, labels, directory, null);
    }

    /** Writes log-mel features and tables, but no audio, in an eighth of the space. */
    public void writeFeatures(MixtureSet set, FrontEnd frontEnd, Path directory, IntConsumer progress) {
        Map<String, Object> description = description(set, frontEnd);
        requireOwn(directory, description);
        create(directory);
        FeatureFile.Shape shape = new FeatureFile.Shape(set.clips(), frontEnd.clipFrames(), frontEnd.mels());
        byte[] key = FeatureFile.key(frontEnd, json(description));
        Path file = ClipDataset.featureFile(directory, key);
        FeatureFile features = FeatureFile.create(file, key, shape);
        List<Mixture> labels = render(
                set, progress, (clip, mixture) -> features.write(clip, ClipDataset.logMel(frontEnd, mixture.mono())));
        features.finish(file);
        writeTables(set, labels, directory, frontEnd);
    }

    private interface Output {
        void take(int clip, Mixture mixture);
    }

    /** Renders every mixture and writes it. @return the mixtures without their samples */
    private List<Mixture> render(MixtureSet set, IntConsumer progress, Output output) {
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        DataErrors errors = new DataErrors();
        try {
            List<Future<Mixture>> pending = new ArrayList<>();
            for (int clip = 0; clip < set.clips(); clip++) {
                int number = clip;
                pending.add(workers.submit(() -> renderOne(set.plan(number), number, output, errors)));
            }
            List<Mixture> done = new ArrayList<>();
            for (Future<Mixture> next : pending) {
                done.add(next.get());
                progress.accept(done.size());
            }
            errors.throwIfAny("recordings of the mixtures");
            return done;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            workers.shutdownNow();
        }
    }

    private Mixture renderOne(MixturePlan plan, int clip, Output output, DataErrors errors) {
        try {
            Mixture mixture = renderer.render(plan);
            output.take(clip, mixture);
            return new Mixture(plan, new float[0][], mixture.events(), mixture.sources());
        } catch (AudioException e) {
            errors.add(Path.of(plan.name()), e.getMessage());
            return new Mixture(plan, new float[0][], List.of(), List.of());
        }
    }

    private void writeTables(MixtureSet set, List<Mixture> mixtures, Path directory, FrontEnd frontEnd) {
        try {
            // The description first, so that a set that is broken off is known as its own; the tags last and whole,
            // since a folder that has them is taken for finished.
            WholeFile.write(directory.resolve(DESCRIPTION), (json(description(set, frontEnd)) + "\n").getBytes(UTF_8));
            writeEvents(mixtures, directory);
            AuxiliaryTables.write(set, mixtures, directory);
            WholeFile.write(directory.resolve(TAGS), tags(mixtures).getBytes(UTF_8));
        } catch (IOException e) {
            throw new DataException(directory + ": cannot be written: " + e.getMessage(), e);
        }
    }

    private static String tags(List<Mixture> mixtures) {
        boolean folds = mixtures.stream().anyMatch(m -> m.plan().fold() > 0);
        StringBuilder tags = new StringBuilder(folds ? "filename,tags,fold\n" : "filename,tags\n");
        for (Mixture mixture : mixtures) {
            String joined = mixture.events().stream()
                    .map(ClipEvent::label)
                    .distinct()
                    .sorted()
                    .collect(Collectors.joining(";"));
            tags.append(fileName(mixture)).append(',').append(DelimitedTable.written(joined));
            if (folds) {
                tags.append(',').append(mixture.plan().fold());
            }
            tags.append('\n');
        }
        return tags.toString();
    }

    private static String fileName(Mixture mixture) {
        return mixture.plan().name() + ".flac";
    }

    private static void writeEvents(List<Mixture> mixtures, Path directory) throws IOException {
        try (BufferedWriter events = Files.newBufferedWriter(directory.resolve("events.tsv"));
                BufferedWriter records = Files.newBufferedWriter(directory.resolve("mixtures.jsonl"))) {
            events.write("filename\tonset\toffset\tevent_label\n");
            for (Mixture mixture : mixtures) {
                String name = fileName(mixture);
                for (ClipEvent event : mixture.events()) {
                    events.write(String.format(
                            Locale.ROOT,
                            "%s\t%.4f\t%.4f\t%s%n",
                            name,
                            event.onsetSeconds(),
                            event.offsetSeconds(),
                            event.label()));
                }
                records.write(json(record(mixture, name)) + "\n");
            }
        }
    }

    private static Map<String, Object> record(Mixture mixture, String name) {
        List<Map<String, Object>> events = new ArrayList<>();
        for (int i = 0; i < mixture.events().size(); i++) {
            ClipEvent event = mixture.events().get(i);
            Map<String, Object> entry = new LinkedHashMap<>();
            Placement sound = mixture.sources().get(i);
            Recording source = sound.recording();
            entry.put("event_audio_name", source.name());
            entry.put("source_dataset", source.origin().dataset());
            entry.put("source_id", source.origin().id());
            entry.put("event_label", event.label());
            entry.put("onset", event.onsetSeconds());
            entry.put("offset", event.offsetSeconds());
            entry.put("snr_db", sound.snrDb());
            events.add(entry);
        }
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("mixture_name", name);
        record.put("fold", mixture.plan().fold());
        record.put(
                "scene_audio_name",
                mixture.plan().background().get(0).pieces().get(0).name());
        record.put("events", events);
        return record;
    }

    private Map<String, Object> description(MixtureSet set, FrontEnd frontEnd) {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("clips", set.clips());
        description.put("seed", set.seed());
        description.put("rate_hz", pool.rateHz());
        description.put("labels", set.labels());
        description.putAll(set.description());
        description.put("audio", frontEnd == null);
        return description;
    }

    /** Tables of other mixtures, or of somebody's recordings, must not be overwritten. */
    private static void requireOwn(Path directory, Map<String, Object> description) {
        Path described = directory.resolve(DESCRIPTION);
        try {
            if (Files.exists(described) && Files.readString(described).strip().equals(json(description))) {
                return;
            }
        } catch (IOException e) {
            throw new DataException(described + ": cannot be read: " + e.getMessage(), e);
        }
        if (Files.exists(described) || Files.exists(directory.resolve(TAGS))) {
            throw new DataException(directory + ": already holds another data set, or one that was mixed with other"
                    + " options; give another folder, or delete it");
        }
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain maps and lists can be written", e);
        }
    }

    private static void create(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new DataException(directory + ": cannot be made: " + e.getMessage(), e);
        }
    }
}
