package org.earshot.core.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongToDoubleFunction;
import org.assertj.core.data.Offset;
import org.earshot.core.capture.Chunk;
import org.earshot.core.capture.Chunks;
import org.earshot.core.level.LevelSettings;
import org.earshot.core.level.LevelSettings.Site;
import org.earshot.core.level.MinuteLevel;
import org.junit.jupiter.api.Test;

/** Sound levels of sources, minute by minute. */
class LevelsTest {
    private static final LevelSettings ON = new LevelSettings(true, source -> Site.UNKNOWN);
    private static final Offset<Float> CLOSE = within(0.15f);
    /** 1 kHz at -20 dBFS in amplitude, which are -23.01 dB of power. */
    private static final LongToDoubleFunction TONE = tone(0.1);

    private final Chunks mic = Chunks.of("mic");
    private final Listened listened = measuring(ON);

    @Test
    void shouldReportAToneByItsPowerOnceTheMinuteIsOver() {
        listened.send(seconds(mic, 0, 59, TONE));
        assertThat(listened.levels).isEmpty();

        listened.send(seconds(mic, 59, 62, TONE));

        assertThat(listened.levels).singleElement().satisfies(minute -> {
            assertThat(minute.sourceId()).isEqualTo("mic");
            assertThat(minute.startMicros()).isEqualTo(Chunks.START_MICROS);
            assertThat(minute.heardSeconds()).isCloseTo(60, within(0.04f));
            assertThat(minute.laeqDb()).isCloseTo(-23.01f, within(0.05f));
            assertThat(minute.l10Db()).isCloseTo(-23.01f, CLOSE);
            assertThat(minute.l90Db()).isCloseTo(-23.01f, CLOSE);
            assertThat(minute.bandwidthHz()).isEqualTo(8_000);
            assertThat(minute.calibrationDb()).isZero();
        });
    }

    /** -23 dB for 12 s of the minute, -43 dB for 36 s, -63 dB for 12 s. */
    @Test
    void shouldTellTheLoudestTenthAndTheBackgroundOfAMinuteInSteps() {
        listened.send(seconds(mic, 0, 12, TONE))
                .send(seconds(mic, 12, 48, tone(0.01)))
                .send(seconds(mic, 48, 60, tone(0.001)))
                .send(seconds(mic, 60, 62, TONE));

        MinuteLevel minute = listened.levels.get(0);
        assertThat(minute.l10Db()).isCloseTo(-23.01f, CLOSE);
        assertThat(minute.l90Db()).isCloseTo(-63.01f, CLOSE);
        // (12 * 10^-2.301 + 36 * 10^-4.301 + 12 * 10^-6.301) / 60
        assertThat(minute.laeqDb()).isCloseTo(-29.87f, CLOSE);
    }

    @Test
    void shouldAddTheCalibrationOfTheSource() {
        Listened calibrated = measuring(
                new LevelSettings(true, source -> source.equals("mic") ? new Site("yard", 120) : Site.UNKNOWN));

        for (int second = 0; second < 62; second++) {
            calibrated.send(mic.second(second, TONE)).send(Chunks.of("other").second(second, TONE));
        }

        assertThat(calibrated.levels).extracting(MinuteLevel::calibrationDb).containsExactly(120f, 0f);
        assertThat(calibrated.levels).extracting(MinuteLevel::group).containsExactly("yard", "");
        assertThat(calibrated.levels.get(0).laeqDb()).isCloseTo(96.99f, CLOSE);
        assertThat(calibrated.levels.get(0).l90Db()).isCloseTo(96.99f, CLOSE);
    }

    @Test
    void shouldNotTakeForSilenceWhatWasNotHeard() {
        listened.send(seconds(mic, 0, 10, TONE))
                .send(mic.chunk(11 * 16_000, 12 * 16_000, TONE))
                .send(seconds(mic, 12, 20, TONE))
                .send(seconds(mic, 50, 62, TONE));

        MinuteLevel minute = listened.levels.get(0);
        assertThat(minute.heardSeconds()).as("1 s was bridged, 30 s began anew").isCloseTo(29, within(0.3f));
        assertThat(minute.laeqDb()).isCloseTo(-23.01f, CLOSE);
        assertThat(minute.l90Db()).isCloseTo(-23.01f, CLOSE);
    }

    @Test
    void shouldCountAChunkThatComesAgainOnce() {
        List<Chunk> twice = new ArrayList<>();
        for (Chunk chunk : seconds(
                mic,
                0,
                62,
                second -> tone(second % (4 * 16_000) < 32_000 ? 0.1 : 0.01).applyAsDouble(second))) {
            twice.add(chunk);
            twice.add(chunk);
        }
        Listened once = measuring(ON);

        listened.send(twice);
        once.send(twice.stream().distinct().toList());

        assertThat(listened.levels).hasSize(1).isEqualTo(once.levels);
    }

    @Test
    void shouldGoOnWhereItWasAfterARestart() {
        List<Chunk> chunks =
                seconds(mic, 0, 125, n -> tone(n % 40_000 < 10_000 ? 0.2 : 0.02).applyAsDouble(n));
        Listened unbroken = measuring(ON);
        unbroken.send(chunks);

        for (int n = 0; n < chunks.size(); n++) {
            listened.send(chunks.subList(n, n + 1));
            if (n % 7 == 3) {
                listened.restart(listened.network);
            }
        }

        assertThat(listened.levels).hasSize(2).isEqualTo(unbroken.levels);
    }

    @Test
    void shouldReadTheStateOfAVersionThatMeasuredNoLevels() {
        Listened older = measuring(LevelSettings.NONE);
        older.send(seconds(mic, 0, 30, TONE));
        older.settings = older.settings.measuring(ON);

        older.restart(older.network);
        older.send(seconds(mic, 30, 62, TONE)).end();

        assertThat(older.refusals).isEmpty();
        assertThat(older.forgotten).as("its state was read").isEmpty();
        assertThat(older.ended()).as("the event that was open goes on").hasSize(1);
        assertThat(older.levels.get(0).heardSeconds()).isCloseTo(30, within(0.1f));
    }

    @Test
    void shouldLeaveNothingBehindWhenSwitchedOff() {
        listened.send(seconds(mic, 0, 30, TONE));
        listened.settings = listened.settings.measuring(LevelSettings.NONE);

        listened.restart(listened.network);
        listened.send(seconds(mic, 30, 62, TONE)).end();

        assertThat(listened.levels).isEmpty();
    }

    @Test
    void shouldReportTheBegunMinuteOfASourceThatGoesAway() {
        listened.send(seconds(mic, 0, 10, TONE)).end().end();

        assertThat(listened.levels)
                .singleElement()
                .satisfies(minute -> assertThat(minute.heardSeconds()).isCloseTo(10, within(0.1f)));
    }

    @Test
    void shouldReportAMinuteAgainAsAWholeIfTheSourceComesBackWithinIt() {
        listened.send(seconds(mic, 0, 10, TONE)).end();
        listened.send(seconds(mic.epoch("f").later(40), 0, 25, TONE));

        assertThat(listened.levels)
                .extracting(MinuteLevel::startMicros)
                .containsExactly(Chunks.START_MICROS, Chunks.START_MICROS);
        assertThat(listened.levels.get(1).heardSeconds()).isCloseTo(30, within(0.2f));
    }

    @Test
    void shouldReportNoMinuteOfWhichLessThanASecondWasHeard() {
        listened.send(mic.chunk(0, 12_000, TONE)).end();

        assertThat(listened.levels).isEmpty();
    }

    /** Each of its chunks claims to be of another minute. */
    @Test
    void shouldLetNoSenderHaveMoreThanOneReportASecondOfSound() {
        for (int n = 0; n < 40; n++) {
            listened.send(mic.epoch("e" + n).later(60.0 * n).chunk(0, 8_000, TONE));
        }
        assertThat(listened.levels).isEmpty();

        for (int n = 0; n < 40; n++) {
            listened.send(mic.epoch("late" + n).later(86_400 + 60.0 * n).chunk(0, 20_000, TONE));
        }
        assertThat(listened.levels).hasSizeBetween(35, 40);
    }

    @Test
    void shouldCountAMinuteThatASetBackClockRepeatsAsOne() {
        for (int n = 0; n < 4; n++) {
            listened.send(seconds(mic.epoch("e" + n).later(0.001 * n), 0, 50, TONE));
        }
        listened.send(seconds(mic.epoch("f").later(600), 0, 2, TONE)).end();

        assertThat(listened.levels.get(0).heardSeconds()).isCloseTo(60, within(0.01f));
        assertThat(listened.levels.get(0).laeqDb()).isCloseTo(-23.01f, CLOSE);
    }

    private static Listened measuring(LevelSettings levels) {
        Listened listened = new Listened();
        listened.settings = listened.settings.measuring(levels);
        listened.restart(listened.network);
        return listened;
    }

    private static LongToDoubleFunction tone(double amplitude) {
        return n -> amplitude * Math.sin(2 * Math.PI * 1_000 * n / 16_000);
    }

    private static List<Chunk> seconds(Chunks mic, int from, int until, LongToDoubleFunction sound) {
        List<Chunk> chunks = new ArrayList<>();
        for (int second = from; second < until; second++) {
            chunks.add(mic.second(second, sound));
        }
        return chunks;
    }
}
