package org.earshot.detector.app.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.earshot.detector.model.EarshotException;

/** Runs the same work on several threads of this process for some time and measures what it cost. */
final class Workers {
    private final int threads;
    private final Duration duration;

    Workers(int threads, Duration duration) {
        this.threads = threads;
        this.duration = duration;
    }

    /** A piece of work that is done again and again by one thread. */
    @FunctionalInterface
    interface Work {
        /** @return seconds of sound that it covered */
        double step();
    }

    BenchRun run(BenchRun.Setup setup, Supplier<Work> work) throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Work> works = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                works.add(work.get());
            }
            ProcessUse use = ProcessUse.ofThis();
            // The first rounds pay for compilation and for memory that is kept afterwards.
            new WarmUp(() -> use).run(round -> during(pool, works, duration.dividedBy(4)));
            double cpu = use.cpuSeconds();
            long begin = System.nanoTime();
            double audio = during(pool, works, duration);
            double wall = (System.nanoTime() - begin) / 1e9;
            return new BenchRun(setup, audio, use.cpuSeconds() - cpu, wall, null, use.rssMb(), null, null, null, null);
        } finally {
            pool.shutdownNow();
        }
    }

    private static double during(ExecutorService pool, List<Work> works, Duration time) {
        long end = System.nanoTime() + time.toNanos();
        List<Future<Double>> results = new ArrayList<>();
        for (Work work : works) {
            results.add(pool.submit(() -> {
                double audio = 0;
                do {
                    audio += work.step();
                } while (System.nanoTime() < end);
                return audio;
            }));
        }
        double audio = 0;
        for (Future<Double> result : results) {
            try {
                audio += result.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof EarshotException known) {
                    throw known;
                }
                throw new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("bench: interrupted", e);
            }
        }
        return audio;
    }
}
