package org.earshot.trainer.data.mix;

/** Seeds derived from one seed and a number, so that work can be divided without changing the result. */
public final class Seeds {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Seeds() {}

    /** A seed for one part: the finaliser of SplitMix64 (Steele, Lea and Flood 2014) over both numbers. */
    public static long of(long seed, long part) {
        return mixed(mixed(seed + GOLDEN) + (part + 1) * GOLDEN);
    }

    private static long mixed(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }
}
