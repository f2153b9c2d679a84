package org.earshot.core.live;

import java.time.Duration;
import org.earshot.core.model.ConfigurationException;

/**
 * How blocks of all sources of a detector are gathered into one call of the network.
 *
 * @param maxBlocks most blocks in a call
 * @param linger how long a ready block waits for others
 * @param maxBacklog blocks that may wait; beyond it no chunk is taken until some are scored
 */
public record Batches(int maxBlocks, Duration linger, int maxBacklog) {
    public Batches {
        if (maxBlocks < 1 || maxBacklog < maxBlocks || linger.isNegative()) {
            throw new ConfigurationException("batches: 1 <= largest batch <= backlog and linger >= 0 must hold, are "
                    + maxBlocks + ", " + maxBacklog + " and " + linger.toMillis() + " ms");
        }
    }

    public static Batches of(int maxBlocks, Duration linger) {
        return new Batches(maxBlocks, linger, Math.max(maxBlocks, 4096));
    }
}
