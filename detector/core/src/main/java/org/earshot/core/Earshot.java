package org.earshot.core;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.earshot.core.capture.SourceLimits;
import org.earshot.core.detect.ClipTagSink;
import org.earshot.core.detect.Detection;
import org.earshot.core.detect.DetectorSettings;
import org.earshot.core.detect.SoundStream;
import org.earshot.core.files.FileAnalyzer;
import org.earshot.core.files.FileReport;
import org.earshot.core.infer.InferenceSettings;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.infer.OnnxMaskNetwork;
import org.earshot.core.infer.PrecisionChoice;
import org.earshot.core.live.Batches;
import org.earshot.core.live.HeapStore;
import org.earshot.core.live.LiveDetector;
import org.earshot.core.live.LiveListener;
import org.earshot.core.live.LiveSettings;
import org.earshot.core.live.SourceStore;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.ModelFile;

/**
 * An opened model: finds the events of a recording, of one stream of samples, or of many live sources at once.
 *
 * <pre>{@code
 * try (Earshot earshot = Earshot.open("full")) {
 *     for (HeardEvent event : earshot.events(Path.of("street.flac"))) {
 *         System.out.println(event.label() + " from " + event.onset() + " to " + event.offset());
 *     }
 *     try (SoundStream sound = earshot.stream(16_000, event -> System.out.println(event))) {
 *         sound.write(samples, 0, samples.length); // mono, full scale 1, as often as there are some
 *     }
 * }
 * }</pre>
 *
 * <p>Holds the network, which is native memory: close it. Instances share nothing. Safe for use by several threads; what
 * {@link #stream} and {@link #live} give is for one thread each.
 */
public final class Earshot implements AutoCloseable {
    private static final int LIVE_BATCH = 16;
    private static final Duration LIVE_LINGER = Duration.ofMillis(50);
    private static final Duration GAP_FILL = Duration.ofSeconds(2);
    private static final Duration STALE = Duration.ofSeconds(30);
    private static final Duration STATUS = Duration.ofSeconds(10);

    private final MaskNetwork network;
    private final DetectorSettings settings;

    private Earshot(MaskNetwork network, DetectorSettings settings) {
        this.network = network;
        this.settings = settings;
    }

    /**
     * Opens a model with everything else as it comes.
     *
     * @param model {@code full}, {@code light}, {@code free}, or the path of a model file
     * @throws org.earshot.core.model.ModelException if it cannot be read or is no usable model
     */
    public static Earshot open(String model) {
        return open(EarshotOptions.of(model));
    }

    /**
     * Opens a model, in the precision that suits the device: {@code NAME.int8.onnx} beside {@code NAME.onnx} is taken where the processor
     * has instructions for it.
     *
     * @throws org.earshot.core.model.ModelException if it cannot be read or is no usable model
     * @throws org.earshot.core.infer.DeviceException if the device cannot be used
     * @throws ConfigurationException if the model has no such operating point
     */
    public static Earshot open(EarshotOptions options) {
        InferenceSettings inference = new InferenceSettings(options.threads(), LIVE_BATCH);
        ModelFile model =
                PrecisionChoice.auto(options.model(), "", options.device()).model();
        MaskNetwork network = OnnxMaskNetwork.open(model, options.device(), inference);
        try {
            return new Earshot(
                    network, DetectorSettings.of(network.manifest(), options.clipBlocks(), options.sensitivity()));
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    /** What the model's file says of it: labels, rate, thresholds. */
    public Manifest model() {
        return network.manifest();
    }

    /**
     * The events of a recording, by onset. {@link #hear} also returns what is wrong with the file, and the tags of its
     * clips.
     *
     * @throws org.earshot.core.audio.AudioException if nothing of it can be read
     */
    public List<HeardEvent> events(Path file) {
        FileReport report = hear(file);
        return report.events().stream()
                .map(detection -> heard(detection, report.rateHz()))
                .toList();
    }

    /**
     * Everything that is found in a recording: events, clip tags, and what is wrong with the file.
     *
     * @throws org.earshot.core.audio.AudioException if nothing of it can be read
     */
    public FileReport hear(Path file) {
        return new FileAnalyzer(network, settings).listen(file);
    }

    /**
     * Hears one sound as it comes.
     *
     * @param rateHz samples per second, 4,000 to 192,000
     * @param events takes each event twice, when it is sure and when it is over, on the thread that writes
     * @return where the samples are written to; closing it ends the sound
     */
    public SoundStream stream(int rateHz, Consumer<HeardEvent> events) {
        return new SoundStream(
                network, settings, rateHz, detection -> events.accept(heard(detection, rateHz)), ClipTagSink.NONE);
    }

    /** Hears many live sources, with their state in the heap. */
    public LiveDetector live(LiveListener listener) {
        return live(new HeapStore(), listener);
    }

    /**
     * Hears many live sources.
     *
     * @param store holds their state; a detector over a saved store goes on where {@link LiveDetector#save} left off
     * @param listener gets events, tags and status, on the thread that brings the chunks
     */
    public LiveDetector live(SourceStore store, LiveListener listener) {
        return new LiveDetector(network, liveSettings(), store, listener);
    }

    private LiveSettings liveSettings() {
        return new LiveSettings(
                source -> settings,
                false,
                Batches.of(LIVE_BATCH, LIVE_LINGER),
                SourceLimits.of(GAP_FILL, STALE),
                STATUS);
    }

    private HeardEvent heard(Detection detection, int rateHz) {
        return HeardEvent.of(detection, model().labels().get(detection.label()), rateHz);
    }

    @Override
    public void close() {
        network.close();
    }
}
