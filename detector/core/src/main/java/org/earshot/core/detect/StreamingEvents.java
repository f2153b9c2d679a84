package org.earshot.core.detect;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.earshot.core.decode.Run;
import org.earshot.core.decode.RunSink;
import org.earshot.core.decode.StreamingDecoder;
import org.earshot.core.decode.WindowedActivity;
import org.earshot.core.detect.state.FrameStore;
import org.earshot.core.detect.state.StateStore;
import org.earshot.core.detect.state.WindowBytes;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.Thresholds;

/**
 * Tags and events of a model whose pooling is a ratio of sums over frames.
 *
 * <p>Block i with end E(i) completes the clip [C(i), E(i)), whose tag is the ratio of the clip's sums. The activity is
 * then known up to frame D(i) = E(i) - ahead (all of it where the sound ends), and each label's automaton takes the
 * frames [D(i - 1), D(i)). A run [onset, offset) is <em>confirmed</em> if a clip i with C(i) &lt; offset and E(i) &gt;
 * onset has a tag above the gate, for all i up to the first block with which the run is closed. At the end of each
 * block an event that is open, long enough and confirmed is emitted as STARTED, once; a run that closes within the
 * block is emitted as ENDED, after STARTED if that is still due; a run that closes unconfirmed vanishes.
 *
 * <pre>
 * blocks      |   0   |   1   |   2   |   3   |        three blocks a clip, gate 0.5
 * tag            .1      .3      .6      .7
 * run                [-------------)
 *                     after block 1: open, but no tag above the gate
 *                             after block 2: confirmed by clip 0-2: STARTED
 *                                     after block 3: closed: ENDED
 * </pre>
 *
 * <p>Where the model compares its gate with fewer frames than a clip has, the last blocks closest to that many take the
 * clip's place in confirming. Frames that were not heard count for nothing in tags, as silence in the window, and stop
 * no automaton.
 *
 * <p>For one thread.
 */
final class StreamingEvents implements BlockListener {
    private static final long NOT_STARTED = -1;

    private final BlockGrid grid;
    private final List<Thresholds> thresholds;
    private final int ongoingEvery;
    private final int classes;
    private final int ahead;
    private final int mels;
    private final DetectionFactory factory;
    private final ClipSums sums;
    private final TagHistory history;
    private final WindowedActivity window;
    private final int[] windowState;
    private final WindowBytes windowBytes;
    private final StreamingDecoder[] decoders;
    private final RunSink[] closings;
    private final long[] startedAt;
    private final float[] tags;
    private final int gateBlocks;
    private final float[] gateTags;
    private long decoded;
    private long block;
    private DetectionSink detections;

    StreamingEvents(Manifest manifest, DetectorSettings settings, BlockGrid grid, DetectionFactory factory) {
        this.grid = grid;
        this.thresholds = settings.thresholds();
        this.ongoingEvery = settings.ongoingEveryBlocks();
        this.classes = manifest.classes();
        this.ahead = manifest.activity().aheadFrames();
        this.mels = manifest.frontEnd().mels();
        this.factory = factory;
        this.sums = new ClipSums(classes, grid.blocks());
        this.history = new TagHistory(classes, ahead);
        this.window = manifest.activity().isWindowed() ? new WindowedActivity(classes, manifest.activity()) : null;
        this.windowState = new int[2 * manifest.activity().windowFrames() * classes];
        this.windowBytes = new WindowBytes(2 * classes);
        this.decoders = new StreamingDecoder[classes];
        this.closings = new RunSink[classes];
        this.startedAt = new long[classes];
        this.tags = new float[classes];
        this.gateBlocks = manifest.gateFrames() == 0 ? grid.blocks() : grid.blocksOf(manifest.gateFrames());
        this.gateTags = new float[classes];
        for (int k = 0; k < classes; k++) {
            int label = k;
            decoders[k] =
                    new StreamingDecoder(thresholds.get(k), settings.rules().get(k));
            closings[k] = run -> closed(label, run);
        }
        Arrays.fill(startedAt, NOT_STARTED);
    }

    @Override
    public void scored(ScoredBlock scored, FrameStore frames, DetectionSink detections, ClipTagSink clips) {
        this.detections = detections;
        block = scored.block();
        sums.add(scored, frames);
        for (int k = 0; k < classes; k++) {
            tags[k] = sums.tag(k);
            gateTags[k] = sums.tag(k, gateBlocks);
        }
        tellClip(scored, clips);
        decode(scored, frames);
        if (scored.last()) {
            for (int k = 0; k < classes; k++) {
                decoders[k].finish(closings[k]);
            }
        }
        tellHeldEvents();
        this.detections = null;
    }

    private void tellClip(ScoredBlock scored, ClipTagSink clips) {
        if (clips != ClipTagSink.NONE) {
            SampleScale scale = factory.scale();
            clips.clip(new TaggedClip(
                    scale.sampleOf(grid.clipStart(block)),
                    scale.sampleOf(scored.to()),
                    tags.clone(),
                    sums.validFraction()));
        }
    }

    private void decode(ScoredBlock scored, FrameStore frames) {
        long gateStart = grid.stretchStart(block, gateBlocks);
        boolean offered = false;
        long until = scored.last() ? scored.to() : Math.max(0, scored.to() - ahead);
        long pushed = scored.from();
        while (decoded < until) {
            // A clip is offered when the first frame that it covers is next, so that runs that end before it are
            // spared.
            if (!offered && decoded >= gateStart) {
                offer(gateStart, scored.to());
                offered = true;
            }
            for (; window != null && pushed < Math.min(scored.to(), decoded + ahead + 1); pushed++) {
                push(scored, pushed, frames);
            }
            step(scored, frames);
            decoded++;
        }
        for (; window != null && pushed < scored.to(); pushed++) {
            push(scored, pushed, frames);
        }
        if (!offered) {
            offer(gateStart, scored.to());
        }
        history.dropUpTo(decoded);
    }

    private void offer(long start, long end) {
        history.add(end, gateTags);
        for (int k = 0; k < classes; k++) {
            decoders[k].offerTag(start, gateTags[k]);
        }
    }

    private void push(ScoredBlock scored, long frame, FrameStore frames) {
        if (!frames.heard(frame)) {
            window.pushUnheard(mels);
            return;
        }
        int offset = scored.at(0) + (int) (frame - scored.from());
        window.push(
                scored.scores().poolNumerator(),
                scored.scores().poolDenominator(),
                offset,
                scored.scores().frames());
    }

    private void step(ScoredBlock scored, FrameStore frames) {
        double power = frames.power(decoded);
        double valid = frames.valid(decoded);
        boolean heard = frames.heard(decoded);
        for (int k = 0; k < classes; k++) {
            if (heard) {
                float activity = window != null ? window.value(k, decoded) : graphActivity(scored, k);
                decoders[k].step(decoded, activity, power, valid, history.beyond(decoded, k), closings[k]);
            } else {
                decoders[k].stepUnheard(valid);
            }
        }
    }

    private float graphActivity(ScoredBlock scored, int label) {
        float value = scored.scores().activity()[scored.at(label) + (int) (decoded - scored.from())];
        return WindowedActivity.ratio(value, 1);
    }

    private void closed(int label, Run run) {
        boolean started = startedAt[label] != NOT_STARTED;
        startedAt[label] = NOT_STARTED;
        if (!started && run.tag() > thresholds.get(label).gate()) {
            detections.detection(factory.of(Detection.Phase.STARTED, label, run));
            started = true;
        }
        if (started) {
            detections.detection(factory.of(Detection.Phase.ENDED, label, run));
        }
    }

    private void tellHeldEvents() {
        for (int k = 0; k < classes; k++) {
            StreamingDecoder decoder = decoders[k];
            if (!decoder.holdsEvent()) {
                continue;
            }
            if (startedAt[k] == NOT_STARTED) {
                if (decoder.tag() > thresholds.get(k).gate()) {
                    startedAt[k] = block;
                    decoder.tell();
                    detections.detection(factory.of(Detection.Phase.STARTED, k, decoder.held()));
                }
            } else if (ongoingEvery > 0 && (block - startedAt[k]) % ongoingEvery == 0) {
                detections.detection(factory.of(Detection.Phase.ONGOING, k, decoder.held()));
            }
        }
    }

    @Override
    public long firstFrameNeeded(long scoredFrames) {
        return Math.min(decoded, scoredFrames);
    }

    @Override
    public long firstPossibleOnset(long scoredFrames) {
        long first = Math.min(decoded, scoredFrames);
        for (StreamingDecoder decoder : decoders) {
            first = Math.min(first, decoder.firstPossibleOnset(first));
        }
        return first;
    }

    @Override
    public void save(StateStore store) {
        sums.save(store);
    }

    @Override
    public void discard(StateStore store) {
        sums.discard(store);
    }

    @Override
    public int headBytes() {
        return 3 * Long.BYTES
                + history.stateBytes()
                + classes * (StreamingDecoder.MAX_STATE_BYTES + Long.BYTES)
                + WindowBytes.maxBytes(windowState.length);
    }

    @Override
    public void writeHead(ByteBuffer to) {
        to.putLong(sums.known()).putLong(decoded);
        history.write(to);
        for (int k = 0; k < classes; k++) {
            decoders[k].write(to);
            if (decoders[k].holdsEvent()) {
                to.putLong(startedAt[k]);
            }
        }
        if (window != null) {
            window.state(windowState);
            to.putLong(window.frames());
            windowBytes.write(windowState, window.stateLength(), to);
        }
    }

    @Override
    public void restore(ByteBuffer head, StateStore store) {
        sums.restore(head.getLong(), store);
        decoded = head.getLong();
        history.read(head);
        for (int k = 0; k < classes; k++) {
            decoders[k].read(head);
            startedAt[k] = decoders[k].holdsEvent() ? head.getLong() : NOT_STARTED;
            if (startedAt[k] != NOT_STARTED) {
                // A state of an earlier version says it by this alone.
                decoders[k].tell();
            }
        }
        if (window != null) {
            long pushed = head.getLong();
            windowBytes.read(head, windowState, window.stateLength(pushed));
            window.restore(pushed, windowState);
        }
    }
}
