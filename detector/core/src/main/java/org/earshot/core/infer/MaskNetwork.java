package org.earshot.core.infer;

import java.util.List;
import org.earshot.core.model.Manifest;

/**
 * The mask network: log-mel blocks in, tags, activity and pooling sums out.
 *
 * <p>Safe for use by several threads; {@link #close()} must not run beside a call.
 */
public interface MaskNetwork extends AutoCloseable {

    /** What the model says of itself. */
    Manifest manifest();

    /** SHA-256 of the model file, lower-case hexadecimal. */
    String sha256();

    /** The device in use, e.g. {@code cpu} or {@code cuda:0}. */
    String device();

    /**
     * Scores blocks of the same length.
     *
     * @param logMel [batch][frames][mels] row-major, raw log-mel (natural logarithm, not normalised); may be longer than
     *     needed
     * @param batch number of blocks, at least 1
     * @param frames frames of each block, at least 1
     * @throws InferenceException if the runtime fails
     */
    Scores score(float[] logMel, int batch, int frames);

    /**
     * Scores the next blocks of streams. A network that remembers what its layers saw of a stream may use that, so that a block
     * costs its own frames only; what it says is the same up to rounding.
     *
     * @param streams for each block the stream that it continues, in order, or null for none; blocks of a stream overlap by
     *     the frames that the network sees to each side
     * @param logMel [streams.size()][frames][mels] row-major; may be longer than needed
     * @return scores of all frames; the {@code tags} of a block that continues a stream are not valid
     * @throws InferenceException if the runtime fails
     */
    default Scores score(List<String> streams, float[] logMel, int frames) {
        return score(logMel, streams.size(), frames);
    }

    /**
     * The masks M_k(t,f) of one block, for separation.
     *
     * @param logMel [frames][mels] row-major
     * @return [classes][frames][mels] row-major, 0..1
     * @throws org.earshot.core.model.ModelException if the model gives none
     * @throws InferenceException if the runtime fails
     */
    float[] masks(float[] logMel, int frames);

    /** Whether the model has masks; without them {@link #masks} fails. */
    default boolean givesMasks() {
        return true;
    }

    /** So many blocks that to wait for more before a call gains nothing, as far as is known. */
    default int batchWorthWaitingFor() {
        return Integer.MAX_VALUE;
    }

    @Override
    void close();
}
