package org.earshot.trainer.data.clips;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.earshot.core.audio.AudioException;
import org.earshot.core.audio.file.AudioFiles;
import org.earshot.core.dsp.LogMel;
import org.earshot.core.log.ProgressLine;
import org.earshot.core.model.DataException;
import org.earshot.core.model.FrontEnd;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clips of a data set as a network takes them: log-mel features [frames][mels], tags and, where known, events.
 *
 * <p>Features are computed once by the detector's own front end, cached as half-precision numbers in one memory-mapped
 * file in the data set's folder, and made again when the front end or the data set changed. Every clip has the front end's
 * clip length: longer audio is cropped, shorter is filled up with silence.
 *
 * <p>Safe for use by several threads.
 */
public final class ClipDataset {
    private static final Logger LOG = LoggerFactory.getLogger(ClipDataset.class);

    private final ClipCollection collection;
    private final FrontEnd frontEnd;
    private final FeatureFile features;
    private final int[] rows;

    private ClipDataset(ClipCollection collection, FrontEnd frontEnd, FeatureFile features, int[] rows) {
        this.collection = collection;
        this.frontEnd = frontEnd;
        this.features = features;
        this.rows = rows;
    }

    /** The data set in a folder: mixtures made by {@code mix}, or audio with a table of tags. */
    public static ClipDataset open(Path directory, FrontEnd frontEnd) {
        return of(ClipFolder.read(directory), frontEnd);
    }

    /**
     * @throws DataException listing missing audio unless the features are cached already, or unreadable audio if that is
     *     more than a tenth of the clips; less is left out with a line in the log for each
     */
    public static ClipDataset of(ClipCollection collection, FrontEnd frontEnd) {
        return of(collection, frontEnd, false);
    }

    /** @param skipBroken whether unreadable audio is left out however much it is */
    public static ClipDataset of(ClipCollection collection, FrontEnd frontEnd, boolean skipBroken) {
        FeatureFile.Shape shape =
                new FeatureFile.Shape(collection.clips().size(), frontEnd.clipFrames(), frontEnd.mels());
        byte[] key = FeatureFile.key(frontEnd, collection.provenance());
        Path file = featureFile(collection.directory(), key);
        if (!FeatureFile.matches(file, key, shape)) {
            collection.requireAudio();
            FeatureFile features = FeatureFile.create(file, key, shape);
            try {
                BrokenClips broken = fill(features, collection, frontEnd);
                broken.write(file);
                features.finish(file);
            } catch (RuntimeException e) {
                FeatureFile.discard(file);
                throw e;
            }
        }
        BrokenClips broken = BrokenClips.read(file);
        broken.report(collection, skipBroken);
        return new ClipDataset(
                collection,
                frontEnd,
                FeatureFile.read(file, shape),
                IntStream.range(0, shape.clips())
                        .filter(clip -> !broken.contains(clip))
                        .toArray());
    }

    private static BrokenClips fill(FeatureFile features, ClipCollection collection, FrontEnd frontEnd) {
        int clips = collection.clips().size();
        LOG.info("{}: computing the features of {} clips", collection.name(), clips);
        BrokenClips broken = new BrokenClips();
        AtomicInteger done = new AtomicInteger();
        try (ProgressLine line = ProgressLine.onTerminal()) {
            IntStream.range(0, clips).parallel().forEach(i -> {
                Path audio = collection.clips().get(i).audio();
                try {
                    features.write(i, logMel(frontEnd, AudioFiles.readMono(audio, frontEnd.rateHz())));
                } catch (AudioException e) {
                    broken.add(i, audio, e.getMessage());
                }
                line.update((double) done.incrementAndGet() / clips, "features");
            });
        }
        return broken;
    }

    /** Where the features of that key lie. */
    public static Path featureFile(Path directory, byte[] key) {
        return directory.resolve("features-" + HexFormat.of().formatHex(key, 0, 6) + ".f16");
    }

    /** [frames][mels] of a clip, cropped or filled up to the clip's length. */
    public static float[] logMel(FrontEnd frontEnd, float[] samples) {
        return LogMel.of(frontEnd, Arrays.copyOf(samples, frontEnd.clipSamples()));
    }

    /** Its own labels, and after them those for learning alone where it was opened with them. */
    public List<String> labels() {
        return collection.labels();
    }

    /** How many labels, the first ones, are its own. */
    public int ownLabels() {
        return collection.labels().size() - collection.auxiliary();
    }

    public int size() {
        return rows.length;
    }

    public FrontEnd frontEnd() {
        return frontEnd;
    }

    /** Frames of every clip. */
    public int frames() {
        return frontEnd.clipFrames();
    }

    public int mels() {
        return frontEnd.mels();
    }

    public Clip clip(int clip) {
        return collection.clips().get(rows[clip]);
    }

    /** Numbers of the clips that a rule accepts, ascending. */
    public int[] clipsWhere(Predicate<Clip> rule) {
        return IntStream.range(0, size()).filter(i -> rule.test(clip(i))).toArray();
    }

    /** The given clips as a data set of their own, which shares the features of this one. */
    public ClipDataset subset(int[] clips) {
        return new ClipDataset(
                collection,
                frontEnd,
                features,
                Arrays.stream(clips).map(clip -> rows[clip]).toArray());
    }

    /** Log-mel features [frames][mels] of a clip. */
    public float[] features(int clip) {
        float[] out = new float[frames() * mels()];
        features.read(rows[clip], 0, frames(), out, 0);
        return out;
    }

    /** Whether there is digital silence from beginning to end: all features are the same. */
    boolean isSilent(int clip) {
        return features.isConstant(rows[clip]);
    }

    /** Copies frames [fromFrame, fromFrame + frames) of a clip to {@code to[offset...]}. */
    public void copyFeatures(int clip, int fromFrame, int frames, float[] to, int offset) {
        features.read(rows[clip], fromFrame, frames, to, offset);
    }

    /** Per label 1 if it is heard in the clip, else 0. */
    public float[] tags(int clip) {
        float[] tags = new float[labels().size()];
        for (String tag : clip(clip).tags()) {
            tags[labels().indexOf(tag)] = 1;
        }
        return tags;
    }

    /** What is heard when; empty for clips that only have tags. */
    public List<ClipEvent> events(int clip) {
        return clip(clip).events();
    }

    /** The events of its own labels alone. */
    List<ClipEvent> ownEvents(int clip) {
        return collection.auxiliary() == 0
                ? events(clip)
                : events(clip).stream()
                        .filter(event -> labels().indexOf(event.label()) < ownLabels())
                        .toList();
    }

    /**
     * Tags of a part of a clip: a label counts if one of its events overlaps the part by at least 10 frames or by half of
     * the event, whichever is less. Clips without known events keep the tags of the whole; so do labels for learning alone
     * that have no event.
     */
    public float[] tagsWithin(int clip, int fromFrame, int frames) {
        if (!clip(clip).strong() || frames >= frames()) {
            return tags(clip);
        }
        float[] tags = new float[labels().size()];
        if (collection.auxiliary() > 0) {
            List<String> timed = events(clip).stream().map(ClipEvent::label).toList();
            for (String tag : clip(clip).tags()) {
                int label = labels().indexOf(tag);
                tags[label] = label >= ownLabels() && !timed.contains(tag) ? 1 : 0;
            }
        }
        double start = fromFrame * frontEnd.frameSeconds();
        double end = (fromFrame + frames) * frontEnd.frameSeconds();
        for (ClipEvent event : events(clip)) {
            double overlap = Math.min(end, event.offsetSeconds()) - Math.max(start, event.onsetSeconds());
            double needed = Math.min(10 * frontEnd.frameSeconds(), event.durationSeconds() / 2);
            if (overlap >= needed) {
                tags[labels().indexOf(event.label())] = 1;
            }
        }
        return tags;
    }
}
