package org.earshot.trainer.data.corpus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.earshot.core.model.ConfigurationException;

/**
 * Lets a network learn from validation recordings too, without losing the recordings that its thresholds are chosen on.
 * The validation recordings are divided into parts. For each part a network learns from the training recordings and from
 * all other parts, and scores this part, of which it knows nothing; thresholds come from these scores together. The
 * network that is shipped learns from all parts.
 *
 * <pre>
 * written   training split becomes          validation split becomes
 * 0/2       training and part 1             part 0
 * 1/2       training and part 0             part 1
 * all       training, part 0 and part 1     -
 * </pre>
 *
 * <p>Sources of each label are dealt out in turn. Distractors and backgrounds are dealt out by kind, so that alarms are
 * counted on kinds that the network has not met.
 *
 * @param part the part that is left for validation; -1 for none
 * @param parts number of parts, at least 2; 1 if none is left for validation
 */
public record CrossFit(int part, int parts) {
    /** Reads what a user wrote. @throws ConfigurationException if it is neither {@code all} nor {@code K/N} */
    public static CrossFit parse(String written) {
        if (written.equals("all")) {
            return new CrossFit(-1, 1);
        }
        String[] numbers = written.split("/", -1);
        try {
            CrossFit fit = new CrossFit(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
            if (numbers.length == 2 && fit.part >= 0 && fit.part < fit.parts && fit.parts >= 2) {
                return fit;
            }
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            // Said below.
        }
        throw new ConfigurationException("--cross-fit must be all, or K/N with K in 0..N-1 such as 0/2, is " + written);
    }

    /** The corpus with the other parts of its validation split moved to its training split. */
    public Corpus of(Corpus corpus) {
        Map<Recording.Origin, Integer> partOf = parts(corpus);
        return corpus.of(corpus.recordings().stream()
                .map(recording -> recording.split() == Split.VALIDATION && partOf.get(recording.origin()) != part
                        ? recording.in(Split.TRAIN)
                        : recording)
                .toList());
    }

    /** A source that occurs in several roles or under several labels belongs to one part. */
    private Map<Recording.Origin, Integer> parts(Corpus corpus) {
        Map<Recording.Origin, Integer> partOf = new HashMap<>();
        Map<String, List<String>> dealt = new LinkedHashMap<>();
        corpus.recordings().stream()
                .filter(recording -> recording.split() == Split.VALIDATION)
                .sorted(Comparator.comparing(Recording::role)
                        .thenComparing(Recording::label)
                        .thenComparing(recording -> recording.origin().id()))
                .forEach(recording -> {
                    boolean event = recording.role() == Recording.Role.EVENT;
                    String among = event ? recording.label() : recording.role().name();
                    String what = event ? recording.origin().toString() : recording.label();
                    List<String> before = dealt.computeIfAbsent(among, key -> new ArrayList<>());
                    if (!partOf.containsKey(recording.origin())) {
                        if (!before.contains(what)) {
                            before.add(what);
                        }
                        partOf.put(recording.origin(), before.indexOf(what) % parts);
                    }
                });
        return partOf;
    }

    @Override
    public String toString() {
        return part < 0 ? "all" : part + "/" + parts;
    }
}
