package org.earshot.core.model;

/** Names of the input and the outputs of a model file. */
public final class TensorNames {
    /** Input: log-mel features, [batch][frames][mels]. */
    public static final String LOG_MEL = "log_mel";
    /** Output: pooled over all frames, [batch][labels]. */
    public static final String TAGS = "tags";
    /** Output: [batch][labels][frames]. */
    public static final String ACTIVITY = "activity";
    /** Output: sum over the mels of one frame, [batch][labels][frames]; only of models that stream. */
    public static final String POOL_NUMERATOR = "pool_numerator";
    /** Output: the sum that {@link #POOL_NUMERATOR} is divided by, same shape. */
    public static final String POOL_DENOMINATOR = "pool_denominator";
    /** Output: [batch][labels][frames][mels]; optional for whole clips. */
    public static final String MASKS = "masks";

    private TensorNames() {}
}
