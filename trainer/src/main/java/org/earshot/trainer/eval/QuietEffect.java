package org.earshot.trainer.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.earshot.detector.audio.AudioFiles;
import org.earshot.detector.detect.ClipTagSink;
import org.earshot.detector.detect.Detection;
import org.earshot.detector.detect.DetectorSettings;
import org.earshot.detector.detect.SourcePipeline;
import org.earshot.detector.infer.MaskNetwork;
import org.earshot.detector.infer.Scores;
import org.earshot.trainer.data.ClipDataset;
import org.earshot.trainer.data.ClipEvent;

/**
 * What the detector's gate for quiet blocks costs and spares, by its margin. Each clip is heard as a source that stays where
 * it is: several times over, of which the last time counts, for the gate has to learn the noise floor first. The network is
 * asked once for each block, whatever the number of margins.
 *
 * <p>An event of the data set is found if a detection of its label overlaps it. For one thread.
 */
public final class QuietEffect {
    private final MaskNetwork network;
    private final int clipBlocks;
    private final int rounds;
    private final int[] margins;
    private final int[] blocks;
    private final int[] spared;
    private final int[] found;
    private final int[] missed;
    private final int[] alarms;
    private int events;

    /**
     * @param rounds how often each clip is heard, at least 2
     * @param marginsDb margins to try, decibels; without the gate it is measured as well
     */
    public QuietEffect(MaskNetwork network, int clipBlocks, int rounds, List<Integer> marginsDb) {
        this.network = network;
        this.clipBlocks = clipBlocks;
        this.rounds = rounds;
        this.margins = new int[marginsDb.size() + 1];
        for (int i = 1; i < margins.length; i++) {
            margins[i] = marginsDb.get(i - 1);
        }
        this.blocks = new int[margins.length];
        this.spared = new int[margins.length];
        this.found = new int[margins.length];
        this.missed = new int[margins.length];
        this.alarms = new int[margins.length];
    }

    /**
     * What one margin did.
     *
     * @param marginDb 0 for no gate
     * @param sparedShare share of the blocks that the network was not asked of, 0..1
     * @param events events of the data set
     * @param found those that were found
     * @param missed those that are found without the gate and not with it
     * @param alarms detections where there is no event of their label
     */
    public record Row(int marginDb, double sparedShare, int events, int found, int missed, int alarms) {}

    /** Hears a clip of a data set. */
    public void add(ClipDataset data, int clip) {
        float[] mono =
                AudioFiles.readMono(data.clip(clip).audio(), data.frontEnd().rateHz());
        double shift = (rounds - 1.0) * mono.length / data.frontEnd().rateHz();
        List<Scores> scores = new ArrayList<>();
        boolean[] before = null;
        events += data.events(clip).size();
        for (int m = 0; m < margins.length; m++) {
            List<Detection> heard = hear(mono, data.frontEnd().rateHz(), m, scores);
            boolean[] now = new boolean[data.events(clip).size()];
            for (int e = 0; e < now.length; e++) {
                ClipEvent event = data.events(clip).get(e);
                now[e] = heard.stream().anyMatch(d -> overlaps(d, event, shift, data));
                found[m] += now[e] ? 1 : 0;
                missed[m] += before != null && before[e] && !now[e] ? 1 : 0;
            }
            alarms[m] += (int) heard.stream()
                    .filter(d -> d.offsetSample() > shift * data.frontEnd().rateHz())
                    .filter(d -> data.events(clip).stream().noneMatch(event -> overlaps(d, event, shift, data)))
                    .count();
            before = before == null ? now : before;
        }
    }

    /** A row for each margin, the first without the gate. */
    public List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (int m = 0; m < margins.length; m++) {
            rows.add(new Row(margins[m], (double) spared[m] / blocks[m], events, found[m], missed[m], alarms[m]));
        }
        return rows;
    }

    /** The rows in Markdown. */
    public String table() {
        MarkdownTable table = new MarkdownTable(
                "margin, dB", "blocks spared", "events found", "missed by the gate", "of those found", "false alarms");
        for (Row row : rows()) {
            table.row(
                    row.marginDb() == 0 ? "off" : row.marginDb(),
                    String.format(Locale.ROOT, "%.1f %%", 100 * row.sparedShare()),
                    row.found() + " of " + row.events(),
                    row.missed(),
                    String.format(
                            Locale.ROOT,
                            "%.1f %%",
                            100.0 * row.missed() / Math.max(1, rows().get(0).found())),
                    row.alarms());
        }
        return table.toString();
    }

    private List<Detection> hear(float[] mono, int rateHz, int margin, List<Scores> scores) {
        DetectorSettings settings =
                DetectorSettings.of(network.manifest(), clipBlocks).withQuietMargin(margins[margin]);
        SourcePipeline pipeline = new SourcePipeline(network.manifest(), settings, rateHz);
        float[] block = new float
                [pipeline.maxBlockFrames() * network.manifest().frontEnd().mels()];
        List<Detection> ended = new ArrayList<>();
        int done = 0;
        for (int round = 0; round < rounds; round++) {
            pipeline.accept(mono, 0, mono.length);
            if (round == rounds - 1) {
                pipeline.finish();
            }
            for (; pipeline.readyBlocks() > 0; done++) {
                if (done == scores.size()) {
                    int frames = pipeline.nextBlockFrames();
                    pipeline.copyNextBlock(block, 0);
                    scores.add(network.score(block, 1, frames));
                }
                if (round == rounds - 1) {
                    blocks[margin]++;
                    spared[margin] += pipeline.isNextQuiet() ? 1 : 0;
                }
                pipeline.apply(
                        scores.get(done),
                        0,
                        d -> {
                            if (d.phase() == Detection.Phase.ENDED) {
                                ended.add(d);
                            }
                        },
                        ClipTagSink.NONE);
            }
        }
        return ended;
    }

    private boolean overlaps(Detection d, ClipEvent event, double shift, ClipDataset data) {
        double rate = data.frontEnd().rateHz();
        return network.manifest().labels().get(d.label()).equals(event.label())
                && d.onsetSample() / rate < event.offsetSeconds() + shift
                && d.offsetSample() / rate > event.onsetSeconds() + shift;
    }
}
