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
import org.earshot.core.model.FrontEnd;
import org.earshot.core.model.Manifest;
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
            try (BenchNetworks networks = BenchNetworks.open(model, settings)) {
                for (int threads : settings.threads()) {
                    for (int blocks : settings.blocks()) {
                        measure(networks, new Point(blocks, threads, precision), sound, bootstrapServers, folder);
                    }
                }
            }
        }
        return List.copyOf(runs);
    }

    private record Point(int blocks, int threads, String precision) {}

    private void measure(BenchNetworks networks, Point point, BenchSound sound, String bootstrapServers, Path folder)
            throws InterruptedException {
        Manifest manifest = networks.plain().manifest();
        NetworkBench alone = new NetworkBench(manifest, point.blocks);
        PipelineBench pipeline = new PipelineBench(networks.plain(), settings.detector(manifest, point.blocks), sound);
        PipelineBench.Expected expected = pipeline.expected();
        boolean cached =
                settings.caches(networks.plain().device()) && networks.caching().isPresent();
        Setup likeDetector = setup(Mode.NETWORK, point, networks, cached);
        if (modes.contains(Mode.TOPOLOGY)) {
            try (Workers workers = warmedUp(likeDetector, () -> work(alone, networks, cached))) {
                // In turns with the topology: how fast the machine is changes with what else it does.
                List<BenchRun> turns = new ArrayList<>(List.of(workers.during(time().dividedBy(4))));
                FrontEnd frontEnd = manifest.frontEnd();
                double clipSeconds = (double) frontEnd.clipSamples() / frontEnd.rateHz();
                add(new TopologyBench(settings, bootstrapServers, folder, sound, clipSeconds)
                        .run(
                                setup(Mode.TOPOLOGY, point, networks, cached),
                                turns.get(0).sourcesPerCore(),
                                expected,
                                () -> turns.add(workers.during(time().dividedBy(4)))));
                if (modes.contains(Mode.NETWORK)) {
                    add(turns.stream().reduce(BenchRun::and).orElseThrow());
                }
            }
        } else if (modes.contains(Mode.NETWORK)) {
            measure(likeDetector, () -> work(alone, networks, cached));
        }
        if (modes.contains(Mode.NETWORK)) {
            measureBeside(networks, point, alone, cached);
        }
        if (modes.contains(Mode.PIPELINE)) {
            try (Workers workers = warmedUp(setup(Mode.PIPELINE, point, networks, false), pipeline::work)) {
                add(workers.during(time()).withEvents(expected.ended().size()));
            }
        }
        for (Mode mode : modes) {
            if (mode.rateHz() > 0) {
                BenchSound resampled = BenchSound.of(mode.rateHz(), SOUND_SECONDS);
                PipelineBench other =
                        new PipelineBench(networks.plain(), settings.detector(manifest, point.blocks), resampled);
                measure(setup(mode, point, networks, false), other::work);
            }
        }
        if (modes.contains(Mode.SLIDING)) {
            measure(setup(Mode.SLIDING, point, networks, false), () -> alone.sliding(networks.plain()));
        }
    }

    /** The network in the other ways that it may be run: caches or none, and float32 without caches. */
    private void measureBeside(BenchNetworks networks, Point point, NetworkBench alone, boolean cached)
            throws InterruptedException {
        if (networks.caching().isPresent()) {
            measure(setup(Mode.NETWORK, point, networks, !cached), () -> work(alone, networks, !cached));
        }
        if (networks.exact().isPresent()) {
            Point exact = new Point(point.blocks, point.threads, Manifest.FP32);
            measure(
                    setup(Mode.NETWORK, exact, networks, false),
                    () -> alone.blocks(networks.exact().get()));
        }
    }

    private static Workers.Work work(NetworkBench alone, BenchNetworks networks, boolean cached) {
        return cached ? alone.cached(networks.caching().orElseThrow()) : alone.blocks(networks.plain());
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

    private static Setup setup(Mode mode, Point point, BenchNetworks networks, boolean cached) {
        return new Setup(
                mode,
                point.blocks,
                point.threads,
                point.precision,
                networks.plain().device(),
                cached);
    }

    private void add(BenchRun run) {
        runs.add(run);
        progress.accept(run);
    }
}
