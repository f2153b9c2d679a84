package org.earshot.trainer.eval.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatingPointTablesTest {
    @TempDir
    private Path folder;

    @Test
    void shouldShowFiguresBothWaysAndWhatWasFoundOfEachSource() {
        Map<String, Object> all = Map.of("event_macro_f1", 0.4567, "event_macro_recall", 0.5, "alarms_per_hour", 3.0);
        Map<String, Object> heldOut = Map.of("event_macro_f1", 0.3, "alarms_per_hour", Double.NaN);
        Map<String, Object> dog = Map.of("found_of_events_by_dataset", Map.of("yard", List.of(3, 7)));
        Map<String, Object> normal = Map.of(
                "max_alarms_per_hour_and_label",
                0.5,
                "chosen_on_all",
                all,
                "held_out",
                heldOut,
                "labels",
                Map.of("dog", dog));

        String text = OperatingPointTables.of(Map.of("operating_points", Map.of("normal", normal)));

        assertThat(text)
                .contains("| normal | 0.5 | 0.457 | 0.300 | 0.50 | - |", "| dog | yard 3 of 7 |")
                .doesNotContain("NaN", "null");
        assertThat(OperatingPointTables.of(Map.of("gate", 1))).isEmpty();
        assertThat(OperatingPointTables.of(Map.of(
                        "operating_points",
                        Map.of("normal", Map.of("max_alarms_per_hour_and_label", 0.5, "chosen_on_all", all)))))
                .as("a single source, so that none was held out")
                .contains("| normal | 0.5 | 0.457 | - | 0.50 | - |");
    }

    @Test
    void shouldDrawACurveForEachLabel() throws IOException {
        Path file = folder.resolve("curves.png");

        Plots.curves(
                Map.of(
                        "dog", List.of(List.of(0.0, 0.1), List.of(2.0, 0.4)),
                        "cat", List.of(List.of(1, 0.2)),
                        "none", List.of()),
                file);

        BufferedImage picture = ImageIO.read(file.toFile());
        assertThat(picture.getWidth()).isEqualTo(900);
    }
}
