package org.earshot.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.kafka.streams.test.TestRecord;
import org.earshot.core.level.LevelSettings;
import org.earshot.core.level.LevelSettings.Site;
import org.earshot.core.live.BandNetwork;
import org.junit.jupiter.api.Test;

class LevelRecordsTest {
    private static final int RATE = 16_000;
    /** 12,000 of 32,768 in amplitude: -11.73 dBFS, for a minute and a half. */
    private static final Microphone YARD =
            new Microphone("yard", "e1", Sound.noise(RATE, 90, 1).tone(1_000, 0, 90));

    private static final StreamSettings PLAIN = TopologyFixture.settings(new BandNetwork());

    @Test
    void shouldWriteALevelAMinuteUnderTheSourcesKey() {
        var levels = new LevelSettings(true, source -> new Site("outside", 100));
        try (TopologyFixture topology = new TopologyFixture(TopologyFixture.measuring(PLAIN, levels))) {
            topology.send(YARD.chunks(RATE));

            assertThat(topology.levels())
                    .allSatisfy(record -> assertThat(record.key()).asString().isEqualTo("yard"))
                    .extracting(TestRecord::value)
                    .satisfiesExactly(
                            minute -> {
                                assertThat(minute.getSourceId()).isEqualTo("yard");
                                assertThat(minute.getMinuteStart()).isEqualTo(Microphone.START);
                                assertThat(minute.getHeardSeconds()).isCloseTo(60, within(0.05f));
                                assertThat(minute.getLaeqDb()).isCloseTo(100 - 11.73f, within(0.05f));
                                assertThat(minute.getL10Db()).isCloseTo(100 - 11.73f, within(0.15f));
                                assertThat(minute.getL90Db()).isCloseTo(100 - 11.73f, within(0.15f));
                                assertThat(minute.getCalibrationDb()).isEqualTo(100);
                                assertThat(minute.getBandwidthHz()).isEqualTo(8_000);
                            },
                            begun -> {
                                assertThat(begun.getMinuteStart()).isEqualTo(Microphone.START.plusSeconds(60));
                                assertThat(begun.getHeardSeconds())
                                        .as("it ended")
                                        .isCloseTo(30, within(0.1f));
                            });
        }
    }

    @Test
    void shouldWriteNoneWhereLevelsAreOff() {
        try (TopologyFixture topology = new TopologyFixture(PLAIN)) {
            topology.send(YARD.chunks(RATE));

            assertThat(topology.levels()).isEmpty();
        }
    }
}
