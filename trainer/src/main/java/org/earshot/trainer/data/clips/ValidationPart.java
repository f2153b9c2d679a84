package org.earshot.trainer.data.clips;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * About one in twenty of a data set's clips, on which a run without validation clips of its own is validated. A hash of its
 * name decides whether a clip is among them, so that it stays where it is when rows are added, taken out or sorted.
 *
 * @param part indices of the clips in it, at least one
 * @param others indices of all other clips; at least one unless there is a single clip
 */
public record ValidationPart(int[] part, int[] others) {
    private static final int ONE_IN = 20;

    public static ValidationPart of(ClipDataset clips) {
        long[] hashes = IntStream.range(0, clips.size())
                .mapToLong(clip -> hash(clips.clip(clip).name()))
                .toArray();
        long chosen = IntStream.range(0, hashes.length)
                .filter(clip -> hashes[clip] % ONE_IN == 0)
                .count();
        if (chosen > 0 && chosen < hashes.length) {
            return split(hashes.length, clip -> hashes[clip] % ONE_IN == 0);
        }
        int least = IntStream.range(0, hashes.length)
                .reduce((a, b) -> hashes[b] < hashes[a] ? b : a)
                .orElse(-1);
        return split(hashes.length, clip -> clip == least);
    }

    private static ValidationPart split(int clips, IntPredicate held) {
        return new ValidationPart(
                IntStream.range(0, clips).filter(held).toArray(),
                IntStream.range(0, clips).filter(held.negate()).toArray());
    }

    /** At least 0; names that differ in one digit have hashes that are nothing alike. */
    private static long hash(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong() & Long.MAX_VALUE;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
