package org.earshot.core.files;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.earshot.core.audio.SampleSource;
import org.earshot.core.audio.file.AudioFiles;
import org.earshot.core.detect.Detection;
import org.earshot.core.detect.DetectorSettings;
import org.earshot.core.detect.SourcePipeline;
import org.earshot.core.detect.TaggedClip;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.infer.Scores;

/**
 * Hears a recording: as a live source would be heard ({@link #listen}), or clip by clip as in the paper ({@link #clips}).
 * Reads piece by piece, so the length of the recording does not matter. What cannot be read does not cost what can be: the
 * report tells of both. For one thread at a time.
 */
public final class FileAnalyzer {
    private static final int MAX_BATCH = 8;
    static final Comparator<Detection> BY_ONSET =
            Comparator.comparingLong(Detection::onsetSample).thenComparingInt(Detection::label);

    private final MaskNetwork network;
    private final DetectorSettings settings;

    public FileAnalyzer(MaskNetwork network, DetectorSettings settings) {
        this.network = network;
        this.settings = settings;
    }

    /** Hears a file as a source is heard; the tags are those of the clip that ends with each block. */
    public FileReport listen(Path file) {
        try (SampleSource source = AudioFiles.open(file)) {
            return listen(source);
        }
    }

    /** The same for a sound that is open. */
    public FileReport listen(SampleSource source) {
        var pipeline = new SourcePipeline(network.manifest(), settings, source.rateHz());
        var batch = new float
                [MAX_BATCH
                        * pipeline.maxBlockFrames()
                        * network.manifest().frontEnd().mels()];
        var pieces = new SourcePieces(source);
        List<Detection> events = new ArrayList<>();
        List<TaggedClip> clips = new ArrayList<>();
        int read;
        while ((read = pieces.next()) >= 0) {
            pipeline.accept(pieces.samples(), 0, read);
            score(pipeline, batch, events, clips);
        }
        pipeline.finish();
        score(pipeline, batch, events, clips);
        events.sort(BY_ONSET);
        return new FileReport(source.rateHz(), pipeline.samples(), events, clips, pieces.fault(), source.notes());
    }

    /**
     * Cuts a file into clips from its start on, the last one completed with silence, and decodes each for itself as the paper
     * does: gate by the clip's tag, then the runs inside it.
     */
    public FileReport clips(Path file) {
        try (SampleSource source = AudioFiles.open(file)) {
            return clips(source);
        }
    }

    /** The same for a sound that is open. */
    public FileReport clips(SampleSource source) {
        return new WholeClips(network, settings).hear(source);
    }

    private void score(SourcePipeline pipeline, float[] batch, List<Detection> events, List<TaggedClip> clips) {
        int mels = network.manifest().frontEnd().mels();
        while (pipeline.readyBlocks() > 0) {
            int frames = pipeline.nextBlockFrames();
            int blocks = 0;
            while (blocks < Math.min(MAX_BATCH, pipeline.readyBlocks()) && pipeline.blockFrames(blocks) == frames) {
                pipeline.copyBlock(blocks, batch, blocks * frames * mels);
                blocks++;
            }
            Scores scores = network.score(batch, blocks, frames);
            for (int b = 0; b < blocks; b++) {
                pipeline.apply(scores, b, detection -> keepEnded(detection, events), clips::add);
            }
        }
    }

    private static void keepEnded(Detection detection, List<Detection> events) {
        if (detection.phase() == Detection.Phase.ENDED) {
            events.add(detection);
        }
    }
}
