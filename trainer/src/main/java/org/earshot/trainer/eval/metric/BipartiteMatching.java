package org.earshot.trainer.eval.metric;

import java.util.Arrays;
import java.util.List;

/**
 * A maximum matching between two sets: as many pairs as possible among those allowed, no element in two of them. Greedy
 * pairs first, then augmenting paths (Berge 1957), which keep every matched element matched.
 */
public final class BipartiteMatching {
    private final List<int[]> allowed;
    private final int[] leftOf;
    private final int[] visited;
    private int round;

    private BipartiteMatching(List<int[]> allowed, int rightSize) {
        this.allowed = allowed;
        this.leftOf = new int[rightSize];
        this.visited = new int[rightSize];
        Arrays.fill(leftOf, -1);
    }

    /**
     * @param allowed for each element of the left side the elements of the right side it may be paired with
     * @return for each element of the right side its partner on the left, or -1
     */
    public static int[] maximum(List<int[]> allowed, int rightSize) {
        BipartiteMatching matching = new BipartiteMatching(allowed, rightSize);
        boolean[] matched = new boolean[allowed.size()];
        for (int left = 0; left < allowed.size(); left++) {
            for (int right : allowed.get(left)) {
                if (matching.leftOf[right] < 0) {
                    matching.leftOf[right] = left;
                    matched[left] = true;
                    break;
                }
            }
        }
        for (int left = 0; left < allowed.size(); left++) {
            if (!matched[left]) {
                matching.round++;
                matching.augment(left);
            }
        }
        return matching.leftOf;
    }

    private boolean augment(int left) {
        for (int right : allowed.get(left)) {
            if (visited[right] != round) {
                visited[right] = round;
                if (leftOf[right] < 0 || augment(leftOf[right])) {
                    leftOf[right] = left;
                    return true;
                }
            }
        }
        return false;
    }
}
