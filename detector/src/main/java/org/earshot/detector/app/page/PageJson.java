package org.earshot.detector.app.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import org.earshot.detector.infer.MaskNetwork;
import org.earshot.detector.model.Manifest;
import org.earshot.schema.SoundEvent;
import org.earshot.schema.SourceStatus;

/** The messages of the page. Times are milliseconds since 1970 UTC; the browser knows its own zone. */
final class PageJson {
    private PageJson() {}

    /** What a browser must know before anything else. */
    static ObjectNode hello(PageClient client, MaskNetwork network) {
        Manifest manifest = network.manifest();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("client", client.id());
        json.putObject("model")
                .put("name", manifest.name())
                .put("version", manifest.version())
                .put("sha256", network.sha256())
                .put("device", network.device());
        manifest.labels().forEach(json.putArray("labels")::add);
        json.put("mels", manifest.frontEnd().mels());
        json.put("frame_ms", manifest.frontEnd().frameSeconds() * 1_000);
        return json;
    }

    static ArrayNode events(Collection<SoundEvent> events) {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        for (SoundEvent event : events) {
            json.addObject()
                    .put("event_id", event.getEventId())
                    .put("phase", event.getPhase().name())
                    .put("source_id", event.getSourceId())
                    .put("label", event.getLabel())
                    .put("onset_ms", event.getOnset().toEpochMilli())
                    .put("offset_ms", event.getOffset().toEpochMilli())
                    .put("score", event.getScore())
                    .put("tag", event.getTag())
                    .put("gate", event.getGate())
                    .put("high", event.getHigh())
                    .put("low", event.getLow());
        }
        return json;
    }

    static ArrayNode sources(Collection<SourceStatus> statuses) {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        for (SourceStatus status : statuses) {
            json.addObject()
                    .put("source_id", status.getSourceId())
                    .put("state", status.getState().name())
                    .put("last_chunk_ms", status.getLastChunkAt().toEpochMilli())
                    .put("sample_rate_hz", status.getSampleRateHz())
                    .put("band_limited", status.getBandLimited())
                    .put("level_dbfs", finite(status.getLevelDbfs()))
                    .put("gaps", status.getGaps())
                    .put("late", status.getLate())
                    .put("clock_skew_ms", status.getClockSkewMs());
        }
        return json;
    }

    /** Digital silence has no finite level, and JSON no infinity. */
    static float finite(float levelDbfs) {
        return Float.isFinite(levelDbfs) ? levelDbfs : -150f;
    }
}
