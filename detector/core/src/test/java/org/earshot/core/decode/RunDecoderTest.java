package org.earshot.core.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.core.decode.Curve.curve;

import org.earshot.core.model.Thresholds;
import org.junit.jupiter.api.Test;

class RunDecoderTest {
    private final RunDecoder decoder = new RunDecoder(Thresholds.PAPER, 10, 10, true);

    @Test
    void shouldKeepARunOfElevenFrames() {
        var events = decoder.decode(curve(311).raisedTo(0.3f, 0, 11).values());

        assertThat(events).containsExactly(new FrameInterval(0, 11));
    }

    @Test
    void shouldDropARunOfTenFrames() {
        var events = decoder.decode(curve(311).raisedTo(0.3f, 0, 10).values());

        assertThat(events).isEmpty();
    }

    @Test
    void shouldEndARunWhereTheCurveEnds() {
        var events = decoder.decode(curve(311).raisedTo(0.3f, 300, 311).values());

        assertThat(events).containsExactly(new FrameInterval(300, 311));
    }

    @Test
    void shouldJoinTwoBurstsThatAreTenFramesApart() {
        var events = decoder.decode(
                curve(311).raisedTo(0.3f, 50, 58).raisedTo(0.3f, 68, 76).values());

        assertThat(events).containsExactly(new FrameInterval(50, 76));
    }

    @Test
    void shouldDropTwoShortBurstsThatAreElevenFramesApart() {
        var events = decoder.decode(
                curve(311).raisedTo(0.3f, 50, 58).raisedTo(0.3f, 69, 77).values());

        assertThat(events).isEmpty();
    }

    @Test
    void shouldGrowASeedOverTheFramesAboveLow() {
        var events = decoder.decode(
                curve(311).raisedTo(0.15f, 50, 70).raisedTo(0.25f, 60, 61).values());

        assertThat(events).containsExactly(new FrameInterval(50, 70));
    }

    @Test
    void shouldGrowOneSeedOverTheWholeCurve() {
        var events = decoder.decode(
                curve(311).raisedTo(0.15f, 0, 311).raisedTo(0.3f, 200, 201).values());

        assertThat(events).containsExactly(new FrameInterval(0, 311));
    }

    @Test
    void shouldTakeExactlyHighAsASeed() {
        var events = decoder.decode(curve(311).raisedTo(0.2f, 50, 70).values());

        assertThat(events).containsExactly(new FrameInterval(50, 70));
    }

    @Test
    void shouldNotGrowOverExactlyLow() {
        var events = decoder.decode(
                curve(311).raisedTo(0.1f, 40, 80).raisedTo(0.3f, 50, 70).values());

        assertThat(events).containsExactly(new FrameInterval(50, 70));
    }

    @Test
    void shouldFindNothingWithoutASeed() {
        var events = decoder.decode(curve(311).raisedTo(0.199f, 0, 311).values());

        assertThat(events).isEmpty();
    }

    @Test
    void shouldNotBridgeAGapWithFramesThatNeverReachHigh() {
        var events = decoder.decode(curve(311)
                .raisedTo(0.3f, 50, 70)
                .raisedTo(0.15f, 75, 85)
                .raisedTo(0.3f, 90, 110)
                .values());

        assertThat(events).containsExactly(new FrameInterval(50, 70), new FrameInterval(90, 110));
    }

    @Test
    void shouldCompareAsThePaperSaysWhereLimitsAreExclusive() {
        var exclusive = new RunDecoder(Thresholds.PAPER, 10, 10, false);

        var ofTen = exclusive.decode(curve(311).raisedTo(0.3f, 0, 10).values());
        var tenApart = exclusive.decode(
                curve(311).raisedTo(0.3f, 50, 60).raisedTo(0.3f, 70, 80).values());

        assertThat(ofTen).containsExactly(new FrameInterval(0, 10));
        assertThat(tenApart).containsExactly(new FrameInterval(50, 60), new FrameInterval(70, 80));
    }

    @Test
    void shouldTakeASeedThatDoesNotExceedLowWhereBothThresholdsAreEqual() {
        var flat = new RunDecoder(new Thresholds(0.1f, 0.5f, 0.5f), 0, 0, true);

        var events = flat.decode(curve(20).raisedTo(0.5f, 3, 6).values());

        assertThat(events).containsExactly(new FrameInterval(3, 6));
    }

    @Test
    void shouldDecodeAPartOfAnArray() {
        var curve = curve(400).raisedTo(0.3f, 100, 200).values();

        assertThat(decoder.decode(curve, 90, 50)).containsExactly(new FrameInterval(10, 50));
    }
}
