package org.earshot.detector.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RecentSoundTest {
    @Property(tries = 200)
    void shouldKeepTheLastSamplesByTheirIndex(@ForAll long seed) {
        var random = new Random(seed);
        var sound = new RecentSound(100);
        long end = random.nextInt(1_000);
        sound.restartAt(end);
        for (int i = 0; i < 20; i++) {
            float[] piece = new float[random.nextInt(150)];
            for (int n = 0; n < piece.length; n++) {
                piece[n] = end + n;
            }
            sound.add(piece, 0, piece.length);
            end += piece.length;
        }

        var kept = sound.kept();
        float[] copy = sound.copy(kept);

        assertThat(kept.end()).isEqualTo(end);
        assertThat(copy).hasSize((int) kept.samples());
        for (int n = 0; n < copy.length; n++) {
            assertThat(copy[n]).isEqualTo(kept.first() + n);
        }
    }

    @Test
    void shouldNotGiveSamplesThatAreNotThere() {
        var sound = new RecentSound(100);
        sound.restartAt(50);
        sound.add(new float[20], 0, 20);

        assertThat(sound.kept()).isEqualTo(new EvidenceWindow(50, 70));
        assertThatIllegalArgumentException().isThrownBy(() -> sound.copy(new EvidenceWindow(40, 60)));
        assertThatIllegalArgumentException().isThrownBy(() -> sound.copy(new EvidenceWindow(60, 71)));
    }
}
