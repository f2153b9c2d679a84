package org.earshot.app.calibrate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.earshot.core.audio.AudioException;
import org.earshot.core.audio.SampleSource;
import org.earshot.core.audio.file.AudioFiles;
import org.earshot.core.audio.file.RecordingFolder;
import org.earshot.core.detect.Detection;
import org.earshot.core.detect.DetectorSettings;
import org.earshot.core.files.FileAnalyzer;
import org.earshot.core.files.FileNames;
import org.earshot.core.files.FileReport;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.log.ProgressLine;

/**
 * Recordings of a site, analysed one after the other; folders stand for all recordings in and below them. The source of
 * a recording is its file's name without the ending.
 */
public final class FileSound implements PlaceSound {
    private final List<Path> files;
    private final MaskNetwork network;
    private final Function<String, DetectorSettings> detector;
    private final Consumer<String> complaints;

    /**
     * @param inputs files and folders
     * @param detector how events are made, by source
     * @param sources which are wanted
     * @param complaints takes a line for each recording that cannot be read whole
     * @throws AudioException if there is no recording
     */
    public FileSound(
            List<Path> inputs,
            MaskNetwork network,
            Function<String, DetectorSettings> detector,
            Predicate<String> sources,
            Consumer<String> complaints) {
        this.network = network;
        this.detector = detector;
        this.complaints = complaints;
        this.files = new ArrayList<>();
        for (Path input : inputs) {
            recordings(input).stream()
                    .filter(file -> sources.test(FileNames.stemOf(file)))
                    .forEach(files::add);
        }
        if (files.isEmpty()) {
            throw new AudioException(inputs + ": no recordings there of the sources that are wanted");
        }
    }

    @Override
    public Heard score() {
        List<PlaceEvent> events = new ArrayList<>();
        Map<String, Double> seconds = new TreeMap<>();
        try (ProgressLine progress = ProgressLine.onTerminal()) {
            for (int i = 0; i < files.size(); i++) {
                Path file = files.get(i);
                progress.update((double) i / files.size(), file.toString());
                String source = FileNames.stemOf(file);
                try {
                    FileReport report = new FileAnalyzer(network, detector.apply(source)).listen(file);
                    report.events().forEach(event -> events.add(of(event, source, file, report.rateHz())));
                    seconds.merge(source, report.seconds(report.samples()), Double::sum);
                    if (report.fault() != null) {
                        complaints.accept(report.fault().getMessage());
                    }
                } catch (AudioException e) {
                    complaints.accept(e.getMessage());
                }
            }
        }
        return new Heard(
                events,
                seconds.entrySet().stream()
                        .map(entry -> new SourceTime(entry.getKey(), entry.getValue()))
                        .toList(),
                false);
    }

    @Override
    public void excerpts(List<PlaceEvent> events, BiConsumer<PlaceEvent, float[]> to) {
        for (PlaceEvent event : events) {
            Excerpt excerpt = new Excerpt(event);
            float[] piece = new float[1 << 14];
            try (SampleSource sound = AudioFiles.open(Path.of(event.epochId()))) {
                long at = 0;
                int read;
                while ((read = sound.read(piece, 0, piece.length)) >= 0) {
                    excerpt.add(at, piece, read);
                    at += read;
                }
            } catch (AudioException e) {
                // Reported when it was scored; what could be read of it was used.
            }
            to.accept(event, excerpt.samples());
        }
    }

    private static PlaceEvent of(Detection event, String source, Path file, int rateHz) {
        return new PlaceEvent(
                source,
                file.toString(),
                event.label(),
                rateHz,
                event.onsetSample(),
                event.offsetSample(),
                event.peakScore(),
                event.tag());
    }

    private static List<Path> recordings(Path input) {
        return Files.isDirectory(input) ? RecordingFolder.listAll(input) : List.of(input);
    }
}
