package org.earshot.core.live;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.earshot.core.capture.Capture;
import org.earshot.core.detect.Detection;
import org.earshot.core.detect.DetectorSettings;
import org.earshot.core.detect.DetectorSettings.SoundKept;
import org.earshot.core.detect.SourcePipeline;
import org.earshot.core.detect.TaggedClip;
import org.earshot.core.detect.state.ClipWindow;
import org.earshot.core.live.LiveEvent.EventClip;
import org.earshot.core.live.LiveEvent.ModelId;
import org.earshot.core.model.EventId;
import org.earshot.core.model.Thresholds;

/**
 * The events of one source that are not over: those that were started, as they were last emitted, and those that have ended
 * and wait for the sound after them. At most one of a label is open.
 *
 * <p>Belongs to its {@link SourceSession}; for one thread.
 */
final class SessionEvents {
    private final String sourceId;
    private final SessionContext context;
    private final DetectorSettings settings;
    private final Map<String, LiveEvent> open = new LinkedHashMap<>();
    private final List<Waiting> waiting = new ArrayList<>();

    /**
     * An event that waits for the sound after it.
     *
     * @param onset the event in the pipeline's samples at the model's rate
     * @param offset after its last
     */
    private record Waiting(LiveEvent event, long onset, long offset) {}

    SessionEvents(String sourceId, SessionContext context, DetectorSettings settings) {
        this.sourceId = sourceId;
        this.context = context;
        this.settings = settings;
    }

    /** Emits what the pipeline found, ENDED once its sound is there if sound is kept. */
    void found(Detection found, Capture capture, SourcePipeline pipeline) {
        LiveEvent event = event(found, capture);
        if (event.phase() != Detection.Phase.ENDED) {
            open.put(event.label(), event);
            context.listener().event(event);
            return;
        }
        open.remove(event.label());
        if (pipeline.sound() == null) {
            context.listener().event(event);
            return;
        }
        waiting.add(new Waiting(
                event,
                pipeline.modelSampleAtOrBefore(found.onsetSample()),
                pipeline.modelSampleAtOrAfter(found.offsetSample())));
        hold(pipeline);
    }

    /** Emits the tags of a clip. */
    void tagged(TaggedClip clip, Capture capture) {
        long start = capture.clock.microsAt(capture.stretchStart() + clip.startSample());
        context.listener()
                .tags(new LiveTags(
                        sourceId,
                        capture.id,
                        start,
                        start + capture.clock.durationMicros(clip.endSample() - clip.startSample()),
                        clip.tags(),
                        clip.validFraction()));
    }

    /** Emits the events whose sound is there, now that there is more of it. */
    void heard(SourcePipeline pipeline) {
        if (waiting.isEmpty()) {
            return;
        }
        for (Iterator<Waiting> all = waiting.iterator(); all.hasNext(); ) {
            Waiting one = all.next();
            if (pipeline.sound() == null
                    || pipeline.isFinished()
                    || pipeline.sound().end() >= one.offset + kept().trailSamples()) {
                all.remove();
                emit(one, pipeline);
            }
        }
        hold(pipeline);
    }

    /** The sound of the stretch ends: what waits for more takes what there is. */
    void closing(SourcePipeline pipeline) {
        waiting.forEach(one -> emit(one, pipeline));
        waiting.clear();
        open.clear();
    }

    /** Ends all events, their scores or sound being of no use any more. */
    void abandon(EndReason reason) {
        open.values().forEach(event -> context.listener().event(event.ended(reason)));
        open.clear();
        waiting.forEach(one -> context.listener().event(one.event.withClip(new EventClip(new float[0], 0, 0))));
        waiting.clear();
    }

    /** Keeps the sound that events wait with. */
    void hold(SourcePipeline pipeline) {
        if (pipeline.sound() == null) {
            return;
        }
        long from = Long.MAX_VALUE;
        for (Waiting one : waiting) {
            from = Math.min(from, begin(one) - kept().leadSamples());
        }
        pipeline.sound().holdFrom(from);
    }

    private LiveEvent event(Detection found, Capture capture) {
        String label = context.network().manifest().labels().get(found.label());
        long onsetSample = capture.stretchStart() + found.onsetSample();
        long offsetSample = capture.stretchStart() + found.offsetSample();
        LiveEvent started = open.get(label);
        // All phases have the time that the first gave, whatever the sender's clock did since.
        long onset = started == null ? capture.clock.microsAt(onsetSample) : started.onsetMicros();
        return new LiveEvent(
                EventId.of(
                                sourceId,
                                capture.id,
                                label,
                                onsetSample,
                                context.model().sha256())
                        .toString(),
                found.phase(),
                sourceId,
                capture.id,
                label,
                onset,
                onset + capture.clock.durationMicros(offsetSample - onsetSample),
                onsetSample,
                offsetSample,
                found.peakScore(),
                found.meanScore(),
                found.tag(),
                settings.thresholds().get(found.label()),
                found.validFraction(),
                found.levelDbfs(),
                context.model(),
                null,
                null);
    }

    private void emit(Waiting one, SourcePipeline pipeline) {
        if (pipeline.sound() == null) {
            // No sound is kept since the last start.
            context.listener().event(one.event);
            return;
        }
        ClipWindow window = ClipWindow.around(
                begin(one),
                one.offset,
                kept().leadSamples(),
                kept().trailSamples(),
                new ClipWindow(pipeline.sound().first(), pipeline.sound().end()));
        context.listener()
                .event(one.event.withClip(new EventClip(
                        pipeline.sound().copy(window.first(), window.end()),
                        Math.max(0, one.onset - window.first()),
                        Math.max(0, Math.min(window.samples(), one.offset - window.first())))));
    }

    /** First sample that is kept of the event itself. */
    private long begin(Waiting one) {
        return Math.max(one.onset, one.offset - kept().eventSamples());
    }

    private SoundKept kept() {
        return settings.soundKept();
    }

    void write(DataOutput to) throws IOException {
        to.writeShort(open.size());
        for (LiveEvent event : open.values()) {
            write(event, to);
        }
        to.writeShort(waiting.size());
        for (Waiting one : waiting) {
            write(one.event, to);
            to.writeLong(one.onset);
            to.writeLong(one.offset);
        }
    }

    void read(DataInput from) throws IOException {
        for (int n = from.readShort(); n > 0; n--) {
            LiveEvent event = event(from);
            open.put(event.label(), event);
        }
        for (int n = from.readShort(); n > 0; n--) {
            waiting.add(new Waiting(event(from), from.readLong(), from.readLong()));
        }
    }

    private static void write(LiveEvent event, DataOutput to) throws IOException {
        to.writeUTF(event.id());
        to.writeByte(event.phase().ordinal());
        to.writeUTF(event.captureId());
        to.writeUTF(event.label());
        to.writeLong(event.onsetMicros());
        to.writeLong(event.offsetMicros());
        to.writeLong(event.onsetSample());
        to.writeLong(event.offsetSample());
        to.writeFloat(event.score());
        to.writeFloat(event.meanScore());
        to.writeFloat(event.tag());
        to.writeFloat(event.thresholds().gate());
        to.writeFloat(event.thresholds().high());
        to.writeFloat(event.thresholds().low());
        to.writeFloat(event.validFraction());
        to.writeFloat(event.levelDbfs());
        to.writeUTF(event.model().name());
        to.writeUTF(event.model().version());
        to.writeUTF(event.model().sha256());
    }

    private LiveEvent event(DataInput from) throws IOException {
        return new LiveEvent(
                from.readUTF(),
                Detection.Phase.values()[from.readByte()],
                sourceId,
                from.readUTF(),
                from.readUTF(),
                from.readLong(),
                from.readLong(),
                from.readLong(),
                from.readLong(),
                from.readFloat(),
                from.readFloat(),
                from.readFloat(),
                new Thresholds(from.readFloat(), from.readFloat(), from.readFloat()),
                from.readFloat(),
                from.readFloat(),
                new ModelId(from.readUTF(), from.readUTF(), from.readUTF()),
                null,
                null);
    }
}
