package org.earshot.trainer.teach.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.earshot.core.model.FrontEnd;
import org.junit.jupiter.api.Test;

class ShippedSoundsTest {
    private static final int BED_FRAMES = 334;

    @Test
    void shouldComeWithSoundsAndBackgrounds() {
        ShippedSounds shipped = ShippedSounds.read(FrontEnd.wide16k(), "doorbell", Set.of(), BED_FRAMES);

        assertThat(shipped.sounds()).hasSizeGreaterThan(150);
        assertThat(shipped.beds()).hasSizeGreaterThan(60).allSatisfy(bed -> {
            assertThat(bed.logMel()).hasSize(BED_FRAMES * 64);
            assertThat(bed.levelDb()).isBetween(-90.0, 0.0);
        });
        assertThat(shipped.leftOut()).contains("doorbell");
    }

    @Test
    void shouldLeaveOutWhatSharesAWordWithTheLabelAndWhatTheUserNames() {
        ShippedSounds shipped = ShippedSounds.read(FrontEnd.wide16k(), "the church bell", Set.of("rain"), BED_FRAMES);

        assertThat(shipped.leftOut()).contains("church_bells", "bell", "rain").doesNotContain("wind");
        assertThat(shipped.sounds()).noneMatch(sound -> sound.kind().equals("church_bells"));
        assertThat(shipped.beds()).noneMatch(bed -> bed.kind().equals("rain"));
    }

    @Test
    void shouldHaveNothingForAnotherFrontEnd() {
        ShippedSounds shipped = ShippedSounds.read(FrontEnd.paper32k(), "doorbell", Set.of(), BED_FRAMES);

        assertThat(shipped.sounds()).isEmpty();
        assertThat(shipped.beds()).isEmpty();
    }

    @Test
    void shouldKeepLogMelToHalfAStep() throws IOException {
        FrontEnd frontEnd = FrontEnd.wide16k();
        float[] logMel = new float[3 * 64];
        for (int i = 0; i < logMel.length; i++) {
            logMel[i] = -18.4f + 0.11f * i;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        new MelLibrary(frontEnd, List.of(new MelLibrary.Entry("x", MelLibrary.Use.SOUND, -20, logMel))).write(bytes);
        MelLibrary.Entry back = MelLibrary.read(new ByteArrayInputStream(bytes.toByteArray()), frontEnd)
                .entries()
                .get(0);

        assertThat(back.kind()).isEqualTo("x");
        for (int i = 0; i < logMel.length; i++) {
            assertThat(back.logMel()[i]).isCloseTo(logMel[i], within(0.051f));
        }
    }
}
