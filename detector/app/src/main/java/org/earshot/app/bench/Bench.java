package org.earshot.app.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.earshot.app.bench.BenchRun.Mode;
import org.earshot.app.bench.BenchRun.Setup;
import org.earshot.core.detect.DetectorSettings;
import org.earshot.core.infer.CachingNetwork;
import org.earshot.core.infer.InferenceSettings;
import org.earshot.core.infer.OnnxMaskNetwork;
import org.earshot.core.model.FrontEnd;
import org.earshot.core.model.ModelFile;
import org.earshot.core.model.ShippedModels;

/** Runs the measurements one after the other, the modes of one configuration side by side. */
final class Bench {
    private static final int SOUND_SECONDS = 60;

    private final BenchSettings settings;
    private final Set<Mode> modes;
    private final Consumer<BenchRun> progress;
    private final List<BenchRun> runs = new ArrayList<>();

    Bench(BenchSettings settings, Set<Mode> modes, Consumer<BenchRun> progress) {
        this.settings = settings;
        this.modes = modes;
        this.progress = progress;
    }

    /** @param bootstrapServers of the broker, or null if the topology is not measured. @param folder for logs and states */
    List<BenchRun> run(String bootstrapServers, Path folder) throws InterruptedException {
        for (String precision : settings.precisions()) {
            ModelFile model = ShippedModels.open(settings.model(), precision);
            BenchSound sound = BenchSound.of(model.manifest().frontEnd().rateHz(), SOUND_SECONDS);
            try (OnnxMaskNetwork network =
                    OnnxMaskNetwork.open(model, settings.device(), InferenceSettings.singleThreaded())) {
                for (int threads : settings.threads()) {
                    for (int blocks : settings.blocks()) {
                        measure(model, network, new Point(blocks, threads, precision), sound, bootstrapServers, folder);
                    }
                }
            }
        }
        return List.copyOf(runs);
    }

    private record Point(int blocks, int threads, String precision) {}

    private void measure(
            ModelFile model,
            OnnxMaskNetwork network,
            Point point,
            BenchSound sound,
            String bootstrapServers,
            Path folder)
            throws InterruptedException {
        NetworkBench alone = new NetworkBench(model.manifest(), point.blocks);
        PipelineBench pipeline = new PipelineBench(network, DetectorSettings.of(model.manifest(), point.blocks), sound);
        PipelineBench.Expected expected = pipeline.expected();
        Setup networkAlone = setup(Mode.NETWORK, point, network, false);
        if (modes.contains(Mode.TOPOLOGY)) {
            try (Workers workers = warmedUp(networkAlone, () -> alone.blocks(network))) {
                // In turns with the topology: how fast the machine is changes with what else it does.
                List<BenchRun> turns = new ArrayList<>(List.of(workers.during(time().dividedBy(4))));
                FrontEnd frontEnd = model.manifest().frontEnd();
                double clipSeconds = (double) frontEnd.clipSamples() / frontEnd.rateHz();
                add(new TopologyBench(settings, bootstrapServers, folder, sound, clipSeconds)
                        .run(
                                setup(Mode.TOPOLOGY, point, network, settings.caches()),
                                turns.get(0).sourcesPerCore(),
                                expected,
                                () -> turns.add(workers.during(time().dividedBy(4)))));
                if (modes.contains(Mode.NETWORK)) {
                    add(turns.stream().reduce(BenchRun::and).orElseThrow());
                }
            }
        } else if (modes.contains(Mode.NETWORK)) {
            measure(networkAlone, () -> alone.blocks(network));
        }
        if (modes.contains(Mode.NETWORK) && model.manifest().streams()) {
            try (CachingNetwork caching =
                    CachingNetwork.open(model, settings.device(), InferenceSettings.singleThreaded())) {
                measure(setup(Mode.NETWORK, point, network, true), () -> alone.cached(caching));
            }
        }
        if (modes.contains(Mode.PIPELINE)) {
            try (Workers workers = warmedUp(setup(Mode.PIPELINE, point, network, false), pipeline::work)) {
                add(workers.during(time()).withEvents(expected.ended().size()));
            }
        }
        for (Mode mode : modes) {
            if (mode.rateHz() > 0) {
                BenchSound resampled = BenchSound.of(mode.rateHz(), SOUND_SECONDS);
                PipelineBench other =
                        new PipelineBench(network, DetectorSettings.of(model.manifest(), point.blocks), resampled);
                measure(setup(mode, point, network, false), other::work);
            }
        }
        if (modes.contains(Mode.SLIDING)) {
            measure(setup(Mode.SLIDING, point, network, false), () -> alone.sliding(network));
        }
    }

    private void measure(Setup setup, Supplier<Workers.Work> work) throws InterruptedException {
        try (Workers workers = warmedUp(setup, work)) {
            add(workers.during(time()));
        }
    }

    private Workers warmedUp(Setup setup, Supplier<Workers.Work> work) throws InterruptedException {
        return Workers.warmedUp(setup, work, time().dividedBy(4));
    }

    private Duration time() {
        return Duration.ofSeconds(settings.seconds());
    }

    private static Setup setup(Mode mode, Point point, OnnxMaskNetwork network, boolean cached) {
        return new Setup(mode, point.blocks, point.threads, point.precision, network.device(), cached);
    }

    private void add(BenchRun run) {
        runs.add(run);
        progress.accept(run);
    }
}
