package org.earshot.app.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import org.earshot.app.http.Health;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.model.Manifest;
import org.earshot.schema.SoundEvent;

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
                    .put("level_dbfs", finite(event.getLevelDbfs()))
                    .put("model", event.getModelName() + " " + event.getModelVersion())
                    .put("evidence", event.getEvidenceUri())
                    .put("gate", event.getGate())
                    .put("high", event.getHigh())
                    .put("low", event.getLow());
        }
        return json;
    }

    static ObjectNode sources(SourceList.View view) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("total", view.total());
        ObjectNode counts = json.putObject("counts");
        view.counts().forEach((state, count) -> counts.put(state.name(), count));
        json.set("list", rows(view.changed()));
        view.gone().forEach(json.putArray("gone")::add);
        return json;
    }

    static ArrayNode rows(List<SourceRow> rows) {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        for (SourceRow row : rows) {
            json.addObject()
                    .put("source_id", row.id())
                    .put("state", row.state().name())
                    .put("last_chunk_ms", row.lastChunkMs())
                    .put("sample_rate_hz", row.rateHz())
                    .put("band_limited", row.bandLimited())
                    .put("level_dbfs", finite(row.levelDbfs()))
                    .put("gaps", row.gaps())
                    .put("late", row.late())
                    .put("clock_skew_ms", row.clockSkewMs());
        }
        return json;
    }

    /** The parts that are not well. */
    static ArrayNode troubles(List<Health> parts) {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        for (Health part : parts) {
            if (part.state() != Health.State.UP) {
                json.addObject().put("part", part.part()).put("detail", part.detail());
            }
        }
        return json;
    }

    /** Digital silence has no finite level, and JSON no infinity. */
    static float finite(float levelDbfs) {
        return Float.isFinite(levelDbfs) ? levelDbfs : -150f;
    }
}
