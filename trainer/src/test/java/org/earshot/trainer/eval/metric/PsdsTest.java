package org.earshot.trainer.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.earshot.core.model.DataException;
import org.earshot.trainer.eval.Lists;
import org.junit.jupiter.api.Test;

/** The scores and rates expected here are those that psds_eval publishes for the same examples. */
class PsdsTest {
    private static final Map<String, Double> DURATIONS =
            Map.of("1.wav", 50.0, "2.wav", 50.0, "3.wav", 50.0, "4.wav", 120.0, "5.wav", 10.0);

    @Test
    void shouldScoreTheFirstExampleOfThePaper() {
        EventList truth = Lists.events("1.wav", "c1 2 20", "c2 12 35", "c3 42 47");
        EventList found =
                Lists.events("1.wav", "c1 0 19", "c1 40 45", "c2 11 25", "c2 27 30", "c2 32 41.5", "c3 38 48");

        PsdsRates rates = psds(truth).rates(found);

        assertThat(rates.truePositiveRatio()).containsExactly(1, 1, 1);
        assertThat(rates.falsePositiveRate()).containsExactly(new double[] {12.857143, 12.857143, 0}, within(1e-6));
        assertThat(rates.crossTriggerRate()[0]).containsExactly(new double[] {0, 0, 720}, within(1e-9));
        assertThat(rates.crossTriggerRate()[1]).containsExactly(0, 0, 0);
        assertThat(psds(truth).score(List.of(found))).isCloseTo(0.9142857142857143, within(1e-12));
    }

    @Test
    void shouldScoreTheSecondExampleOfThePaper() {
        EventList truth = Lists.events("2.wav", "c1 5 20", "c2 5 30", "c3 42 47");
        EventList found = Lists.events("2.wav", "c1 2 43", "c2 15 20", "c3 10 30", "c3 40 49");

        PsdsRates rates = psds(truth).rates(found);

        assertThat(rates.truePositiveRatio()).containsExactly(0, 0, 1);
        assertThat(rates.crossTriggerRate()[0]).containsExactly(new double[] {0, 144, 0}, within(1e-9));
        assertThat(rates.crossTriggerRate()[2]).containsExactly(new double[] {240, 144, 0}, within(1e-9));
        assertThat(psds(truth).score(List.of(found))).isCloseTo(0.29047619047619044, within(1e-12));
    }

    @Test
    void shouldScoreTheThirdExampleOfThePaper() {
        EventList truth = Lists.events("3.wav", "c1 5 18", "c2 10 30", "c3 42 48");
        EventList found = Lists.events("3.wav", "c1 2 18.5", "c1 29 48", "c2 10 30", "c3 32 38");

        PsdsRates rates = psds(truth).rates(found);

        assertThat(rates.truePositiveRatio()).containsExactly(1, 1, 0);
        assertThat(rates.crossTriggerRate()[0]).containsExactly(new double[] {0, 0, 600}, within(1e-9));
        assertThat(psds(truth).score(List.of(found))).isCloseTo(0.6238095238095237, within(1e-12));
    }

    @Test
    void shouldScoreAnExampleWithSplitAndOverlappingEvents() {
        EventList truth = Lists.events(
                "4.wav",
                "c1 2 22",
                "c1 43 64",
                "c2 18 20",
                "c2 21 23",
                "c2 25 27",
                "c2 29 32",
                "c2 85 88",
                "c3 35 58",
                "c4 47 66",
                "c4 97 100");
        EventList found = Lists.events(
                "4.wav",
                "c1 9 25",
                "c1 41 66",
                "c2 25 49",
                "c2 74 82",
                "c2 86 105",
                "c3 33 45",
                "c3 46.5 59",
                "c4 4 11",
                "c4 30 36",
                "c4 62 67");

        PsdsRates rates = psds(truth).rates(found);

        assertThat(rates.truePositiveRatio()).containsExactly(1, 0, 1, 0);
        assertThat(rates.falsePositiveRate())
                .containsExactly(new double[] {0, 38.57142857, 0, 25.71428571}, within(1e-6));
        assertThat(rates.crossTriggerRate()[1]).containsExactly(new double[] {0, 0, 156.521739, 0}, within(1e-5));
        assertThat(rates.crossTriggerRate()[3]).containsExactly(new double[] {87.804878, 300, 0, 0}, within(1e-5));
        assertThat(psds(truth).score(List.of(found))).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void shouldTakeTheBestOfSeveralOperatingPoints() {
        EventList truth = Lists.events("1.wav", "c1 0 10", "c1 20 30");
        EventList careful = Lists.events("1.wav", "c1 0 10");
        EventList bold = Lists.events("1.wav", "c1 0 10", "c1 20 30", "c1 40 45");

        double both = psds(truth).score(List.of(careful, bold));

        // Half of the events without a false alarm, all with one in 280 s = 12.857 an hour.
        double rate = 3600 / 280.0;
        assertThat(both).isCloseTo((0.5 * rate + 100 - rate) / 100, within(1e-12));
    }

    @Test
    void shouldChargeCrossTriggersAndSpreadBetweenLabels() {
        EventList truth = Lists.events("1.wav", "c1 0 10", "c2 20 30");
        EventList found = Lists.events("1.wav", "c1 0 10", "c1 21 25");
        PsdsSettings crossTriggers = new PsdsSettings(0.5, 0.5, 0.3, 1, 0, 1000);
        PsdsSettings spread = new PsdsSettings(0.5, 0.5, 0.3, 0, 1, 1000);

        // c1 is reached at 12.857 false alarms an hour and one cross-trigger in 10 s of c2 = 360 an hour.
        double rate = 3600 / 280.0;
        assertThat(new Psds(truth, DURATIONS, crossTriggers).score(List.of(found)))
                .isCloseTo(0.5 * (1000 - rate - 360) / 1000, within(1e-12));
        // Ratios 1 and 0: mean 0.5, deviation 0.5.
        assertThat(new Psds(truth, DURATIONS, spread).score(List.of(found))).isZero();
    }

    @Test
    void shouldWeighTheScenariosOfTheChallengeDifferently() {
        Map<String, Double> hour = Map.of("1.wav", 3600.0);
        EventList truth = Lists.events("1.wav", "c1 0 10", "c2 1000 1360");
        EventList exact = Lists.events("1.wav", "c1 0 10", "c1 1100 1110", "c2 1000 1360");
        EventList rough = Lists.events("1.wav", "c1 0 6.5", "c2 1000 1360");

        // One false alarm an hour; up to there one label of two is found: mean 0.5, deviation 0.5.
        assertThat(new Psds(truth, hour, PsdsSettings.SCENARIO1).score(List.of(exact)))
                .isCloseTo(0.99, within(1e-12));
        // It is a cross-trigger too, one in 360 s or 10 an hour, of which half counts.
        assertThat(new Psds(truth, hour, PsdsSettings.SCENARIO2).score(List.of(exact)))
                .isCloseTo(0.94, within(1e-12));
        // 65 % of an event are enough for the second scenario only.
        assertThat(new Psds(truth, hour, PsdsSettings.SCENARIO1).score(List.of(rough)))
                .isZero();
        assertThat(new Psds(truth, hour, PsdsSettings.SCENARIO2).score(List.of(rough)))
                .isCloseTo(1, within(1e-12));
    }

    @Test
    void shouldScoreAMultisetOfFilesLikeCopiesOfThem() {
        List<EventRow> truth =
                new ArrayList<>(Lists.events("1.wav", "c1 0 10", "c2 20 30").events());
        List<EventRow> found =
                new ArrayList<>(Lists.events("1.wav", "c1 0 9", "c2 40 45").events());
        EventList other = Lists.events("2.wav", "c2 5 9");
        EventList otherFound = Lists.events("2.wav", "c2 5 9", "c1 20 21");
        truth.addAll(other.events());
        found.addAll(otherFound.events());
        Psds once = psds(EventList.of(truth));
        double weighted = once.score(
                List.of(once.count(EventList.of(found))),
                file -> file.equals("2.wav") ? 2 : file.equals("1.wav") ? 1 : 0);

        truth.addAll(Lists.events("2b.wav", "c2 5 9").events());
        found.addAll(Lists.events("2b.wav", "c2 5 9", "c1 20 21").events());
        Map<String, Double> durations = Map.of("1.wav", 50.0, "2.wav", 50.0, "2b.wav", 50.0);
        double copied =
                new Psds(EventList.of(truth), durations, PsdsSettings.DCASE2020).score(List.of(EventList.of(found)));

        assertThat(weighted).isCloseTo(copied, within(1e-12)).isBetween(0.1, 0.9);
    }

    @Test
    void shouldBeZeroWithoutDetections() {
        EventList truth = Lists.events("1.wav", "c1 2.4 5.9");

        assertThat(psds(truth).score(List.of(EventList.of(List.of())))).isZero();
        assertThat(psds(truth).score(List.of())).isZero();
    }

    @Test
    void shouldRefuseFilesOfUnknownDuration() {
        assertThatThrownBy(() -> psds(Lists.events("9.wav", "c1 0 1")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("9.wav");
    }

    private static Psds psds(EventList truth) {
        return new Psds(truth, DURATIONS, PsdsSettings.DCASE2020);
    }
}
