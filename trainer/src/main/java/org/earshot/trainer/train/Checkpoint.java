package org.earshot.trainer.train;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.earshot.core.files.NpyFile;
import org.earshot.core.files.WholeFile;
import org.earshot.core.model.DataException;

/**
 * Everything that a run needs to continue as if it had never been interrupted, in one ZIP file:
 *
 * <pre>
 * checkpoint.npz
 *   state.json                         the {@link RunState}: recipe, labels, counters
 *   weights/block1.dw.weight.npy       one array for each weight of the network
 *   moments/block1.dw.weight.mean.npy  two arrays for each learnt weight: the optimiser's moments
 *   moments/block1.dw.weight.square.npy
 *   means/block1.dw.weight.npy         one array for each weight, in runs that average their weights
 * </pre>
 *
 * <p>Immutable by convention; the arrays belong to the receiver.
 *
 * @param state how far the run has come
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

    /** Replaces the file as a whole: an interrupted write leaves the older checkpoint. */
    public void write(Path file) {
        try {
            WholeFile.write(file, out -> {
                ZipOutputStream zip = new ZipOutputStream(out);
                zip.putNextEntry(new ZipEntry(STATE));
                zip.write(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(state));
                zip.closeEntry();
                put(zip, WEIGHTS, weights);
                put(zip, MOMENTS, moments);
                put(zip, MEANS, means);
                zip.finish();
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws DataException if the file is not a checkpoint */
    public static Checkpoint read(Path file) {
        Map<String, float[]> weights = new LinkedHashMap<>();
        Map<String, float[]> moments = new LinkedHashMap<>();
        Map<String, float[]> means = new LinkedHashMap<>();
        if (!Files.exists(file)) {
            throw new DataException(file + ": no such checkpoint; give the folder of a training run");
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
                    file + ": not a checkpoint of earshot-trainer (" + firstLine(e) + "); give another file", e);
        }
    }

    /** The same arrays with another recipe, whose network must have the same weights. */
    public Checkpoint withRecipe(String recipe) {
        return new Checkpoint(state.withRecipe(recipe), weights, moments, means);
    }

    /** The weights that validation and export use: their means if the run keeps them, else the weights themselves. */
    public Map<String, float[]> result() {
        return means.isEmpty() ? weights : means;
    }

    /** Number of learnt values: those for which the optimiser keeps moments. */
    public long learntValues() {
        return moments.entrySet().stream()
                .filter(moment -> moment.getKey().endsWith(".square"))
                .mapToLong(moment -> moment.getValue().length)
                .sum();
    }

    private static void put(ZipOutputStream zip, String folder, Map<String, float[]> arrays) throws IOException {
        for (Map.Entry<String, float[]> array : arrays.entrySet()) {
            zip.putNextEntry(new ZipEntry(folder + array.getKey() + ARRAY));
            NpyFile.write(zip, array.getValue(), array.getValue().length);
            zip.closeEntry();
        }
    }

    private static float[] array(ZipFile zip, String name) throws IOException {
        try (InputStream in = entry(zip, name)) {
            return NpyFile.read(in);
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
