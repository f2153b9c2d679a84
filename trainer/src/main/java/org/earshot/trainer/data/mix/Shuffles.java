package org.earshot.trainer.data.mix;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/** Random orders that depend only on a given generator. */
public final class Shuffles {
    private Shuffles() {}

    /** The items in a random order (Fisher and Yates). */
    public static <T> List<T> shuffled(List<T> items, RandomGenerator random) {
        List<T> order = new ArrayList<>(items);
        for (int i = order.size() - 1; i > 0; i--) {
            Collections.swap(order, i, random.nextInt(i + 1));
        }
        return order;
    }
}
