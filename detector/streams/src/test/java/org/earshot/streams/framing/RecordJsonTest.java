package org.earshot.streams.framing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.earshot.schema.SourceState;
import org.earshot.schema.SourceStatus;
import org.junit.jupiter.api.Test;

class RecordJsonTest {
    @Test
    void shouldWriteTheFieldsOfTheSchemaUnderTheirOwnNames() {
        SourceStatus status = new SourceStatus();
        status.setSourceId("door \"1\"\n");
        status.setState(SourceState.STALE);
        status.setLastChunkAt(Instant.parse("2026-03-01T10:00:00.000001Z"));
        status.setSampleRateHz(16_000);
        status.setBandLimited(true);
        status.setLevelDbfs(-35.5f);

        String json = RecordJson.of(status).toString();

        assertThat(json)
                .startsWith("{\"source_id\":\"door \\\"1\\\"\\n\",")
                .contains("\"state\":\"STALE\"", "\"last_chunk_at\":\"2026-03-01T10:00:00.000001Z\"")
                .contains("\"sample_rate_hz\":16000", "\"band_limited\":true", "\"level_dbfs\":-35.5")
                .contains("\"epoch_id\":null")
                .doesNotContain("\n");
    }
}
