package org.earshot.app.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.earshot.core.model.EarshotException;

/**
 * Threads of this process that do the same work again and again, each its own piece of it, and what that costs. For use by one
 * thread.
 */
final class Workers implements AutoCloseable {
    private final BenchRun.Setup setup;
    private final ExecutorService pool;
    private final List<Work> works = new ArrayList<>();
    private final ProcessUse use = ProcessUse.ofThis();

    /** A piece of work that is done again and again by one thread. */
    @FunctionalInterface
    interface Work {
        /** @return seconds of sound that it covered */
        double step();
    }

    private Workers(BenchRun.Setup setup, Supplier<Work> work) {
        this.setup = setup;
        this.pool = Executors.newFixedThreadPool(setup.threads());
        for (int i = 0; i < setup.threads(); i++) {
            works.add(work.get());
        }
    }

    /**
     * Lets them work until the compiler rests: the first rounds pay for compilation and for memory that is kept afterwards.
     *
     * @param round how long one round of that takes
     */
    static Workers warmedUp(BenchRun.Setup setup, Supplier<Work> work, Duration round) throws InterruptedException {
        Workers workers = new Workers(setup, work);
        try {
            new WarmUp(() -> workers.use).run(number -> workers.work(round));
            return workers;
        } catch (InterruptedException | RuntimeException e) {
            workers.close();
            throw e;
        }
    }

    /** What so much time of work costs. */
    BenchRun during(Duration time) {
        double cpu = use.cpuSeconds();
        long begin = System.nanoTime();
        double audio = work(time);
        double wall = (System.nanoTime() - begin) / 1e9;
        return new BenchRun(
                setup, audio, use.cpuSeconds() - cpu, wall, null, use.rssMb(), null, null, null, null, null);
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }

    private double work(Duration time) {
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
