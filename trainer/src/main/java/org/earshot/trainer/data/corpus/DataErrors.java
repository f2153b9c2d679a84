package org.earshot.trainer.data.corpus;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.earshot.core.model.DataException;

/**
 * Collects errors in many files, so that all of them are reported in one message instead of one at a time.
 *
 * <p>Safe for use by several threads.
 */
public final class DataErrors {
    private static final int NAMED = 20;

    private final Map<String, String> reasons = new TreeMap<>();

    /** Records an error in a file; only the first error of each file is kept. */
    public synchronized void add(Path file, String reason) {
        reasons.putIfAbsent(file.toString(), reason);
    }

    /** Records every file that is missing. */
    public void addMissing(Collection<Path> files) {
        files.stream().filter(file -> !Files.isReadable(file)).forEach(file -> add(file, "missing"));
    }

    /** The files with an error, sorted. */
    public synchronized List<String> files() {
        return List.copyOf(reasons.keySet());
    }

    /**
     * @param of what the files belong to and how many there are, for example {@code "corpus /data (1721 files)"}
     * @throws DataException if there is an error, naming the first 20 files and the number of the others
     */
    public void throwIfAny(String of) {
        throwIfAny(of, "");
    }

    /** The same, with another remedy at the end of the message. */
    public synchronized void throwIfAny(String of, String orElse) {
        if (reasons.isEmpty()) {
            return;
        }
        StringBuilder text = new StringBuilder(of + ": " + reasons.size() + " missing or unreadable: ");
        reasons.entrySet().stream()
                .limit(NAMED)
                .forEach(e -> text.append(e.getKey())
                        .append(" (")
                        .append(e.getValue())
                        .append("), "));
        text.setLength(text.length() - 2);
        if (reasons.size() > NAMED) {
            text.append(" and ").append(reasons.size() - NAMED).append(" more");
        }
        throw new DataException(text + "; restore them or remove their rows from the metadata" + orElse);
    }
}
