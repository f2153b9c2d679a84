package org.earshot.core.audio.flac;

/**
 * How a residual is written: in equal partitions, each with the Rice parameter that makes it shortest (RFC 9639, section
 * 9.2.7). Immutable.
 *
 * @param partitionOrder there are 2^this partitions
 * @param parameters of each partition, 0 to 14
 * @param bits that it takes, about
 */
record RiceCode(int partitionOrder, int[] parameters, long bits) {
    private static final int MAX_PARTITION_ORDER = 6;
    private static final int MAX_PARAMETER = 14;
    private static final int PARAMETER_BITS = 4;

    /** The shortest for a block. */
    static RiceCode of(int[] residual, int order, int count) {
        RiceCode best = null;
        for (int partitions = 0; partitions <= MAX_PARTITION_ORDER; partitions++) {
            if (count % (1 << partitions) != 0 || count >> partitions <= order) {
                break;
            }
            RiceCode code = of(residual, order, count, partitions);
            best = best == null || code.bits < best.bits ? code : best;
        }
        return best;
    }

    private static RiceCode of(int[] residual, int order, int count, int partitionOrder) {
        int[] parameters = new int[1 << partitionOrder];
        int length = count >> partitionOrder;
        long bits = 0;
        for (int partition = 0; partition < parameters.length; partition++) {
            int from = Math.max(order, partition * length);
            int to = (partition + 1) * length;
            long sum = 0;
            for (int n = from; n < to; n++) {
                sum += folded(residual[n]);
            }
            long least = Long.MAX_VALUE;
            for (int parameter = 0; parameter <= MAX_PARAMETER; parameter++) {
                long these = (parameter + 1L) * (to - from) + (sum >> parameter);
                if (these < least) {
                    least = these;
                    parameters[partition] = parameter;
                }
            }
            bits += least + PARAMETER_BITS;
        }
        return new RiceCode(partitionOrder, parameters, bits);
    }

    void write(int[] residual, int order, int count, FlacOutput to) {
        to.bits(0, 2);
        to.bits(partitionOrder, 4);
        int length = count >> partitionOrder;
        for (int partition = 0; partition < parameters.length; partition++) {
            int parameter = parameters[partition];
            to.bits(parameter, PARAMETER_BITS);
            for (int n = Math.max(order, partition * length); n < (partition + 1) * length; n++) {
                long value = folded(residual[n]);
                to.unary((int) (value >> parameter));
                to.bits(value, parameter);
            }
        }
    }

    /** 0, -1, 1, -2, 2 ... as 0, 1, 2, 3, 4 ... */
    private static long folded(int value) {
        return (long) value << 1 ^ value >> 31;
    }
}
