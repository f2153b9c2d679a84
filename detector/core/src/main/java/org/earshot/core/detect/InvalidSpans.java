package org.earshot.core.detect;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Which samples of a source are no real audio but filled gaps, as far back as frames still come out. For one thread.
 */
final class InvalidSpans {
    private record Span(long from, long to) {}

    private final List<Span> spans = new ArrayList<>();

    void add(long from, long to) {
        if (from == to) {
            return;
        }
        int last = spans.size() - 1;
        if (last >= 0 && spans.get(last).to() == from) {
            spans.set(last, new Span(spans.get(last).from(), to));
        } else {
            spans.add(new Span(from, to));
        }
    }

    /** Share of the samples [from, to) that is real audio, 0..1. */
    double validShare(double from, double to) {
        if (spans.isEmpty()) {
            return 1;
        }
        double invalid = 0;
        for (int i = 0; i < spans.size(); i++) {
            Span span = spans.get(i);
            invalid += Math.max(0, Math.min(to, span.to()) - Math.max(from, span.from()));
        }
        return 1 - invalid / (to - from);
    }

    void dropBefore(double sample) {
        while (!spans.isEmpty() && spans.get(0).to() <= sample) {
            spans.remove(0);
        }
    }

    int stateBytes() {
        return Integer.BYTES + spans.size() * 2 * Long.BYTES;
    }

    void write(ByteBuffer to) {
        to.putInt(spans.size());
        for (Span span : spans) {
            to.putLong(span.from()).putLong(span.to());
        }
    }

    void read(ByteBuffer from) {
        spans.clear();
        for (int n = from.getInt(); n > 0; n--) {
            spans.add(new Span(from.getLong(), from.getLong()));
        }
    }
}
