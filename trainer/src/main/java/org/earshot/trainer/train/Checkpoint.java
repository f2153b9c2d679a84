package org.earshot.trainer.train;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.earshot.core.model.DataException;

/**
 * Everything that a run needs to go on as if it had never stopped, in one file: a ZIP of {@code state.json} and one NumPy
 * array per weight ({@code weights/NAME.npy}), per moment of the optimiser ({@code moments/NAME.npy}) and, where the run
 * keeps one, per mean of a weight ({@code means/NAME.npy}).
 *
 * <p>Immutable by convention; the arrays belong to the receiver.
 *
 * @param state where the run stands
 * @param weights values by name, row-major
 * @param moments of the optimiser by name, row-major
 * @param means exponential means of the weights by name, row-major; empty for a run that keeps none
 */
public record Checkpoint(
        RunState state, Map<String, float[]> weights, Map<String, float[]> moments, Map<String, float[]> means) {
    private static final String STATE = "state.json";
    private static final String WEIGHTS = "weights/";
    private static final String MOMENTS = "moments/";
    private static final String MEANS = "means/";
    private static final String ARRAY = ".npy";
    private static final JsonMapper MAPPER = new JsonMapper();

    /** Writes beside the target and renames: at no moment is there half a checkpoint. */
    public void write(Path file) {
        Path aside = file.resolveSibling(file.getFileName() + ".partial");
        try {
            try (OutputStream out = Files.newOutputStream(aside);
                    ZipOutputStream zip = new ZipOutputStream(out)) {
                zip.putNextEntry(new ZipEntry(STATE));
                zip.write(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(state));
                zip.closeEntry();
                put(zip, WEIGHTS, weights);
                put(zip, MOMENTS, moments);
                put(zip, MEANS, means);
            }
            try {
                Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws DataException if the file is no checkpoint */
    public static Checkpoint read(Path file) {
        Map<String, float[]> weights = new LinkedHashMap<>();
        Map<String, float[]> moments = new LinkedHashMap<>();
        Map<String, float[]> means = new LinkedHashMap<>();
        if (!Files.exists(file)) {
            throw new DataException(file + ": there is no checkpoint; name the folder of a run");
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            RunState state;
            try (InputStream in = entry(zip, STATE)) {
                state = MAPPER.readValue(in, RunState.class);
            }
            for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
                String name = all.nextElement().getName();
                if (name.startsWith(WEIGHTS)) {
                    weights.put(bare(name, WEIGHTS), array(zip, name));
                } else if (name.startsWith(MOMENTS)) {
                    moments.put(bare(name, MOMENTS), array(zip, name));
                } else if (name.startsWith(MEANS)) {
                    means.put(bare(name, MEANS), array(zip, name));
                }
            }
            return new Checkpoint(state, weights, moments, means);
        } catch (IOException e) {
            throw new DataException(
                    file + ": is no checkpoint of this program (" + firstLine(e) + "); take another one", e);
        }
    }

    /** The same arrays under another recipe, which must build the same weights. */
    public Checkpoint withRecipe(String recipe) {
        return new Checkpoint(state.withRecipe(recipe), weights, moments, means);
    }

    /** The values that the run is judged by and exported with: the means where it keeps them, else the weights. */
    public Map<String, float[]> result() {
        return means.isEmpty() ? weights : means;
    }

    /** Number of values that the network learns: those that the optimiser keeps moments of. */
    public long learntValues() {
        return moments.entrySet().stream()
                .filter(moment -> moment.getKey().endsWith(".square"))
                .mapToLong(moment -> moment.getValue().length)
                .sum();
    }

    private static void put(ZipOutputStream zip, String folder, Map<String, float[]> arrays) throws IOException {
        for (Map.Entry<String, float[]> array : arrays.entrySet()) {
            zip.putNextEntry(new ZipEntry(folder + array.getKey() + ARRAY));
            NpyFormat.write(array.getValue(), zip);
            zip.closeEntry();
        }
    }

    private static float[] array(ZipFile zip, String name) throws IOException {
        try (InputStream in = entry(zip, name)) {
            return NpyFormat.read(in);
        }
    }

    private static InputStream entry(ZipFile zip, String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new IOException("has no " + name);
        }
        return zip.getInputStream(entry);
    }

    private static String bare(String name, String folder) {
        return name.substring(folder.length(), name.length() - ARRAY.length());
    }

    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
