package org.earshot.trainer.data.corpus;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.earshot.core.model.DataException;

/**
 * Gathers what is wrong with many files, so that a person hears of all of them in one message instead of one at a time.
 *
 * <p>Safe for use by several threads.
 */
public final class Complaints {
    private static final int NAMED = 20;

    private final Map<String, String> reasons = new TreeMap<>();

    /** Notes a file and what is wrong with it; the first reason of a file stays. */
    public synchronized void add(Path file, String reason) {
        reasons.putIfAbsent(file.toString(), reason);
    }

    /** Notes every file that is not there. */
    public void addMissing(Collection<Path> files) {
        files.stream().filter(file -> !Files.isReadable(file)).forEach(file -> add(file, "missing"));
    }

    /** The files with a complaint, sorted. */
    public synchronized List<String> files() {
        return List.copyOf(reasons.keySet());
    }

    /**
     * @param of what the files belong to and how many there are, such as {@code "corpus /data (1721 files)"}
     * @throws DataException naming the first 20 of the files and the number of the rest, if there is a complaint
     */
    public void throwIfAny(String of) {
        throwIfAny(of, "");
    }

    /** The same with a further way out at the end of the message. */
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
        throw new DataException(text + "; restore them or take their rows out of the metadata" + orElse);
    }
}
