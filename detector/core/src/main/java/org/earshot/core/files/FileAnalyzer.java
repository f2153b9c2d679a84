package org.earshot.core.files;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.earshot.core.audio.SampleSource;
import org.earshot.core.audio.file.AudioFiles;
import org.earshot.core.detect.Detection;
import org.earshot.core.detect.DetectorSettings;
import org.earshot.core.detect.SoundStream;
import org.earshot.core.detect.TaggedClip;
import org.earshot.core.infer.MaskNetwork;

/**
 * Analyses a recording: as a live source is processed ({@link #listen}), or clip by clip as in the paper
 * ({@link #clips}). Reads piece by piece, so the length of the recording does not matter. What cannot be read does not
 * cost what can be: the report tells of both. For one thread at a time.
 */
public final class FileAnalyzer {
    static final Comparator<Detection> BY_ONSET =
            Comparator.comparingLong(Detection::onsetSample).thenComparingInt(Detection::label);

    private final MaskNetwork network;
    private final DetectorSettings settings;

    public FileAnalyzer(MaskNetwork network, DetectorSettings settings) {
        this.network = network;
        this.settings = settings;
    }

    /** Analyses a file as a live source; the tags are those of the clip that ends with each block. */
    public FileReport listen(Path file) {
        try (SampleSource source = AudioFiles.open(file)) {
            return listen(source);
        }
    }

    /** The same for a sound that is open. */
    public FileReport listen(SampleSource source) {
        var pieces = new SourcePieces(source);
        List<Detection> events = new ArrayList<>();
        List<TaggedClip> clips = new ArrayList<>();
        var stream = new SoundStream(
                network, settings, source.rateHz(), detection -> keepEnded(detection, events), clips::add);
        int read;
        while ((read = pieces.next()) >= 0) {
            stream.write(pieces.samples(), 0, read);
        }
        stream.close();
        events.sort(BY_ONSET);
        return new FileReport(source.rateHz(), stream.samples(), events, clips, pieces.fault(), source.notes());
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

    private static void keepEnded(Detection detection, List<Detection> events) {
        if (detection.phase() == Detection.Phase.ENDED) {
            events.add(detection);
        }
    }
}
