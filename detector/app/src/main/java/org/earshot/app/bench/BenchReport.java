package org.earshot.app.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;

/** The measurements as JSON, as lines of a table and as a picture. */
final class BenchReport {
    private static final JsonMapper JSON = new JsonMapper();

    private final String model;
    private final List<BenchRun> runs;

    BenchReport(String model, List<BenchRun> runs) {
        this.model = model;
        this.runs = List.copyOf(runs);
    }

    String json() {
        ObjectNode root = JSON.createObjectNode();
        root.put("model", model)
                .put("cores", Runtime.getRuntime().availableProcessors())
                .put("java", System.getProperty("java.version"));
        var array = root.putArray("runs");
        runs.forEach(run -> run.writeTo(array.addObject()));
        return root.toPrettyString();
    }

    /** The line above all {@link #row rows}. */
    static String heading() {
        return String.format(
                "%-9s %6s %7s %9s %5s %16s %17s %9s %9s %7s %23s",
                "mode",
                "blocks",
                "threads",
                "precision",
                "cache",
                "sources per core",
                "cpu s per audio s",
                "sustained",
                "changelog",
                "rss MiB",
                "latency ms p50/p95/p99");
    }

    /** A measurement as a line. */
    static String row(BenchRun run) {
        BenchRun.Setup setup = run.setup();
        String flood = run.besideFlood() == null ? "" : "  beside a flood " + latency(run.besideFlood());
        return String.format(
                        Locale.ROOT,
                        "%-9s %6d %7d %9s %5s %16.1f %17.5f %9.1f %9s %7.0f %23s",
                        setup.mode().word(),
                        setup.blocks(),
                        setup.threads(),
                        setup.precision(),
                        setup.layerCache() ? "yes" : "no",
                        run.sourcesPerCore(),
                        run.cpuPerAudio(),
                        run.sourcesSustained(),
                        run.changelogRatio() == null ? "-" : String.format(Locale.ROOT, "%.3f", run.changelogRatio()),
                        run.rssMb(),
                        latency(run.latency()))
                + flood;
    }

    private static String latency(BenchRun.Latency latency) {
        return latency == null
                ? "-"
                : String.format(Locale.ROOT, "%.0f/%.0f/%.0f", latency.p50(), latency.p95(), latency.p99());
    }

    /** Sources per core by mode and number of blocks, for the runs on one thread. */
    void plot(Path file) {
        List<Integer> blocks = runs.stream()
                .map(run -> run.setup().blocks())
                .distinct()
                .sorted()
                .toList();
        Map<String, Map<Integer, Double>> series = new LinkedHashMap<>();
        for (BenchRun run : runs) {
            BenchRun.Setup s = run.setup();
            String name = s.mode().word() + " " + s.precision() + (s.layerCache() ? " cached" : "");
            if (s.threads() == 1) {
                series.computeIfAbsent(name, n -> new LinkedHashMap<>()).put(s.blocks(), run.sourcesPerCore());
            }
        }
        CategoryChart chart = new CategoryChartBuilder()
                .width(1000)
                .height(600)
                .title("Sources in real time per core, " + model)
                .xAxisTitle("blocks of a clip")
                .yAxisTitle("sources per core")
                .build();
        series.forEach((name, values) -> {
            List<Double> heights = new ArrayList<>();
            blocks.forEach(b -> heights.add(values.getOrDefault(b, 0.0)));
            chart.addSeries(name, blocks, heights);
        });
        try {
            BitmapEncoder.saveBitmap(chart, file.toString(), BitmapFormat.PNG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(Path file) {
        try {
            Files.writeString(file, json() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
