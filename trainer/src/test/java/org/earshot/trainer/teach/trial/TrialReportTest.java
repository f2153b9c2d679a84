package org.earshot.trainer.teach.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialReportTest {
    @TempDir
    private Path folder;

    @Test
    void shouldWriteEveryRunAndTheMeansOverDrawsAndKinds() throws IOException {
        String text = TrialReport.write(
                List.of(
                        result("chime", 3, 1, 0.2, 0.4),
                        result("chime", 10, 1, 0.5, 0.7),
                        result("chime", 10, 2, 0.7, 0.9),
                        result("saw", 10, 1, 0.3, 0.2)),
                folder);

        assertThat(text.lines())
                .anyMatch(row -> row.matches("\\| chime \\| 3 \\| 1 \\| 0\\.900 \\| 0\\.200 \\| 0\\.400 \\|.*"))
                .anyMatch(row -> row.matches("\\| chime \\| 10 \\| 2 \\| 0\\.900 \\| 0\\.600 \\| 0\\.800 \\|.*"))
                .anyMatch(row ->
                        row.matches("\\| \\*\\*mean\\*\\* \\| 10 \\| 2 \\| 0\\.900 \\| 0\\.500 \\| 0\\.600 \\|.*"))
                .as("no mean where a kind is missing")
                .anyMatch(row -> row.matches("\\| \\*\\*mean\\*\\* \\| 3 \\| 0 \\| - \\| - \\|.*"));
        assertThat(folder.resolve("trial.md")).hasContent(text);
        assertThat(folder.resolve("trial.csv"))
                .content()
                .startsWith("kind,recordings,draw,tag_ap,recall,recall_louder,event_recall,event_f1,alarms_per_hour,")
                .contains("\nchime,10,2,0.900,0.700,0.900,0.100,0.150,0.50,1.50,0.600,40,45\n")
                .hasLineCount(5);
        assertThat(folder.resolve("trial.png")).isNotEmptyFile();
    }

    private static TrialResult result(String kind, int examples, int draw, double recall, double louder) {
        return new TrialResult(kind, examples, draw, 0.9, recall, louder, 0.1, 0.15, 0.5, 1.5, 0.6, 40, 45);
    }
}
