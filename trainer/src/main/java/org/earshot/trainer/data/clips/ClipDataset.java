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
 * The clips of a data set as input of a network: log-mel features, tags and, if known, events.
 *
 * <pre>
 * tags.csv  yard-1.wav,dog;car_horn   ->  clip 0   features(0)  [311][64]     tags(0)  {1, 1}
 *           yard-2.wav,dog                clip 1   features(1)  [311][64]     tags(1)  {0, 1}
 *                                         labels() [car_horn, dog]
 * </pre>
 *
 * <p>Features are computed once by the detector's own front end, cached as half-precision numbers in one memory-mapped
 * file in the folder of the data set, and recomputed when the front end or the data set has changed. Every clip has the
 * clip length of the front end: longer audio is cropped, shorter audio is padded with silence.
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
     * @throws DataException listing missing audio unless the features of these files are already cached, or unreadable audio if it is
     *     more than a tenth of the clips; up to a tenth is logged and left out
     */
    public static ClipDataset of(ClipCollection collection, FrontEnd frontEnd) {
        return of(collection, frontEnd, false);
    }

    /** @param skipBroken if true, any number of unreadable clips is left out */
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

    /** True if the features of these very clips are there, so that their audio is not needed. */
    public static boolean hasFeatures(ClipCollection collection, FrontEnd frontEnd) {
        byte[] key = FeatureFile.key(frontEnd, collection.provenance());
        return FeatureFile.matches(
                featureFile(collection.directory(), key),
                key,
                new FeatureFile.Shape(collection.clips().size(), frontEnd.clipFrames(), frontEnd.mels()));
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

    /** The file that holds the features with that key. */
    public static Path featureFile(Path directory, byte[] key) {
        return directory.resolve("features-" + HexFormat.of().formatHex(key, 0, 6) + ".f16");
    }

    /** [frames][mels] of a clip, cropped or padded to the clip length. */
    public static float[] logMel(FrontEnd frontEnd, float[] samples) {
        return LogMel.of(frontEnd, Arrays.copyOf(samples, frontEnd.clipSamples()));
    }

    /** Its own labels, followed by the auxiliary labels if it was opened with them. */
    public List<String> labels() {
        return collection.labels();
    }

    /** Number of its own labels, which come first. */
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

    /** Indices of the clips that match a rule, ascending. */
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

    /** True if the clip is digital silence throughout: all its features are equal. */
    boolean isSilent(int clip) {
        return features.isConstant(rows[clip]);
    }

    /** Copies frames [fromFrame, fromFrame + frames) of a clip to {@code to[offset...]}. */
    public void copyFeatures(int clip, int fromFrame, int frames, float[] to, int offset) {
        features.read(rows[clip], fromFrame, frames, to, offset);
    }

    /** For each label 1 if it is present in the clip, else 0. */
    public float[] tags(int clip) {
        float[] tags = new float[labels().size()];
        for (String tag : clip(clip).tags()) {
            tags[labels().indexOf(tag)] = 1;
        }
        return tags;
    }

    /** Events with their times; empty for clips that only have tags. */
    public List<ClipEvent> events(int clip) {
        return clip(clip).events();
    }

    /** The events without those of auxiliary labels. */
    List<ClipEvent> ownEvents(int clip) {
        return collection.auxiliary() == 0
                ? events(clip)
                : events(clip).stream()
                        .filter(event -> labels().indexOf(event.label()) < ownLabels())
                        .toList();
    }

    /**
     * Tags of a part of a clip: a label is present if one of its events overlaps the part by at least 10 frames or by
     * half of the event, whichever is less. Clips without event times keep the tags of the whole clip; so do auxiliary
     * labels without an event.
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
