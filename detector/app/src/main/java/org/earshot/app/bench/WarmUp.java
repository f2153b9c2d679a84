package org.earshot.app.bench;

import java.util.function.Supplier;

/**
 * Says when a process has warmed up: when the share of its processor time that the compiler takes is small. Rates of steady
 * work are what a bench is asked for; a detector runs for days, and its compiler for a minute or two.
 */
final class WarmUp {
    private static final double MOST_COMPILING = 0.03;
    private static final int MOST_ROUNDS = 8;

    private final Supplier<ProcessUse> process;

    WarmUp(Supplier<ProcessUse> process) {
        this.process = process;
    }

    /** A piece of the work that will be measured. */
    interface Round {
        void run(int number) throws InterruptedException;
    }

    /** Repeats rounds until the compiler rests, or after a maximum of them. @return how many there were */
    int run(Round round) throws InterruptedException {
        for (int number = 1; ; number++) {
            double cpu = process.get().cpuSeconds();
            double compiler = process.get().compilerSeconds();
            round.run(number);
            double compiled = process.get().compilerSeconds() - compiler;
            if (compiled <= MOST_COMPILING * (process.get().cpuSeconds() - cpu) || number == MOST_ROUNDS) {
                return number;
            }
        }
    }
}
