package org.earshot.trainer.train.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.earshot.core.files.WholeFile;

/**
 * The progress of a run as CSV, with one row for every few steps:
 * {@code step,clip_steps,progress,frames,learning_rate,loss, prior_entropy,validation_map,seconds,waiting_share}. The
 * mAP is empty in rows without validation. The same numbers lie beside it for TensorBoard ({@link SummaryFile}).
 *
 * <p>Used by one thread. Each row is on disk when {@link #add} returns.
 */
public final class TrainingLog {
    public static final String HEADER =
            "step,clip_steps,progress,frames,learning_rate,loss,prior_entropy,validation_map,seconds,waiting_share";

    private final Path file;
    private final List<Row> rows = new ArrayList<>();
    private final SummaryFile summaries;
    /** Time at which the run would have begun if it had never been interrupted, in seconds since 1970. */
    private double begin;

    /**
     * Some consecutive steps.
     *
     * @param step last of the steps
     * @param clipSteps clips passed through the network so far
     * @param progress share of the run that is done
     * @param frames length of the training clips
     * @param learningRate at the last step
     * @param loss mean over the steps
     * @param priorEntropy loss of the best constant prediction on the same clips
     * @param validationMap NaN if none was computed
     * @param seconds spent training so far
     * @param waitingShare share of the time that was spent waiting for batches
     */
    public record Row(
            long step,
            double clipSteps,
            double progress,
            int frames,
            double learningRate,
            double loss,
            double priorEntropy,
            double validationMap,
            double seconds,
            double waitingShare) {
        String toCsv() {
            return String.format(
                    Locale.ROOT,
                    "%d,%.2f,%.5f,%d,%.3g,%.5f,%.5f,%s,%.1f,%.4f",
                    step,
                    clipSteps,
                    progress,
                    frames,
                    learningRate,
                    loss,
                    priorEntropy,
                    Double.isNaN(validationMap) ? "" : String.format(Locale.ROOT, "%.4f", validationMap),
                    seconds,
                    waitingShare);
        }

        Map<String, Double> numbers() {
            Map<String, Double> numbers = new LinkedHashMap<>();
            numbers.put("loss/training", loss);
            numbers.put("loss/prior entropy", priorEntropy);
            numbers.put("learning rate", learningRate);
            numbers.put("clip-steps", clipSteps);
            if (!Double.isNaN(validationMap)) {
                numbers.put("validation mAP", validationMap);
            }
            return numbers;
        }

        public static Row parse(String line) {
            String[] c = line.split(",", -1);
            return new Row(
                    Long.parseLong(c[0]),
                    Double.parseDouble(c[1]),
                    Double.parseDouble(c[2]),
                    Integer.parseInt(c[3]),
                    Double.parseDouble(c[4]),
                    Double.parseDouble(c[5]),
                    Double.parseDouble(c[6]),
                    c[7].isEmpty() ? Double.NaN : Double.parseDouble(c[7]),
                    Double.parseDouble(c[8]),
                    Double.parseDouble(c[9]));
        }
    }

    private TrainingLog(Path file) {
        this.file = file;
        this.summaries = new SummaryFile(file.resolveSibling(SummaryFile.NAME));
    }

    /** The log in a file without the rows after a step, which a run that continues from a checkpoint repeats. */
    public static TrainingLog upTo(long step, Path file) {
        TrainingLog log = new TrainingLog(file);
        try {
            if (step > 0 && Files.exists(file)) {
                whole(Files.readString(file)).stream()
                        .skip(1)
                        .map(Row::parse)
                        .filter(row -> row.step() <= step)
                        .forEach(log.rows::add);
            }
            log.writeAll();
            double done =
                    log.rows.isEmpty() ? 0 : log.rows.get(log.rows.size() - 1).seconds();
            log.begin = System.currentTimeMillis() / 1000.0 - done;
            log.rows.forEach(log::summarise);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return log;
    }

    /** The lines of a log but for a torn last one, which an older version left where the power failed. */
    private static List<String> whole(String text) {
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    /** Appends a row. */
    public void add(Row row) {
        rows.add(row);
        writeAll();
        summarise(row);
    }

    private void summarise(Row row) {
        summaries.add(begin + row.seconds(), row.step(), row.numbers());
    }

    public List<Row> rows() {
        return List.copyOf(rows);
    }

    private void writeAll() {
        List<String> lines = new ArrayList<>(List.of(HEADER));
        rows.forEach(row -> lines.add(row.toCsv()));
        try {
            WholeFile.write(file, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
