package org.earshot.app.jmh;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs the micro-benchmarks of this package with the allocation profiler. To be started with the test class path. */
public final class Benchmarks {
    private Benchmarks() {}

    public static void main(String[] args) throws RunnerException {
        new Runner(new OptionsBuilder()
                        .include("org.earshot.app.jmh." + (args.length == 0 ? ".*" : args[0]))
                        .addProfiler(GCProfiler.class)
                        .build())
                .run();
    }
}
