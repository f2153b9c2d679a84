package org.earshot.core.files;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.earshot.core.model.Naming;

/**
 * What tables call files: their names alone, as data sets do, or their paths where two of them share a name. Immutable.
 */
public final class FileNames {
    private final Map<String, Integer> count = new HashMap<>();

    public FileNames(List<Path> files) {
        files.forEach(file -> count.merge(nameOf(file), 1, Integer::sum));
    }

    public String of(Path file) {
        String name = nameOf(file);
        return Naming.printable(count.getOrDefault(name, 0) > 1 ? file.toString() : name);
    }

    /** The last part of the path; of the root of a file system the whole. */
    public static String nameOf(Path file) {
        Path name = file.getFileName();
        return name == null ? file.toString() : name.toString();
    }

    /** The name without its ending: {@code yard} of {@code sounds/yard.wav}, and {@code .hidden} as it is. */
    public static String stemOf(Path file) {
        String name = nameOf(file);
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
