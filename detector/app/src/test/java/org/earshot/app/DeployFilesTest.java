package org.earshot.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Holds the files of the folder deploy together. */
class DeployFilesTest {
    private static final Path DEPLOY = Path.of("..", "..", "deploy");

    @Test
    void shouldHaveAnAnswerForEveryAlert() throws IOException {
        var runbook = Files.readString(DEPLOY.resolve("RUNBOOK.md"));

        assertThat(alerts()).isNotEmpty().allSatisfy(alert -> {
            var name = alert.get("alert").asText();
            assertThat(runbook).contains("\n## " + name + "\n");
            assertThat(alert.at("/annotations/runbook").asText())
                    .isEqualTo("RUNBOOK.md#" + name.toLowerCase(Locale.ROOT));
        });
    }

    @Test
    void shouldFireEveryAlertOnPurpose() throws IOException {
        var tests = Files.readString(DEPLOY.resolve("prometheus/alerts.test.yaml"));

        assertThat(alerts())
                .allSatisfy(alert -> assertThat(tests)
                        .contains("RUNBOOK.md#" + alert.get("alert").asText().toLowerCase(Locale.ROOT)));
    }

    @Test
    void shouldShowTheDashboardAsValidJson() throws IOException {
        var dashboard =
                new ObjectMapper().readTree(Files.readString(DEPLOY.resolve("grafana/dashboards/earshot.json")));

        assertThat(dashboard.get("panels")).allSatisfy(panel -> {
            assertThat(panel.get("title").asText()).isNotBlank();
            if (!panel.get("type").asText().equals("row")) {
                assertThat(panel.get("targets")).isNotEmpty();
            }
        });
    }

    private static List<JsonNode> alerts() throws IOException {
        var root = new YAMLMapper().readTree(Files.readString(DEPLOY.resolve("prometheus/alerts.yaml")));
        List<JsonNode> alerts = new ArrayList<>();
        root.at("/groups/0/rules").forEach(alerts::add);
        return alerts;
    }
}
