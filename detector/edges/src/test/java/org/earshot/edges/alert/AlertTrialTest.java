package org.earshot.edges.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.edges.alert.Events.NOON;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import org.earshot.core.audio.flac.FlacBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertTrialTest {
    @Test
    void shouldSendOneOfEachRuleToEachSinkAndSayWhatBecameOfIt(@TempDir Path folder) throws Exception {
        try (var receiver = new Receiver(request -> request.uri().getPath().equals("/bad") ? 404 : 200)) {
            AlertConfig config =
                    Rules.parse("""
                    rules:
                    - {name: glass, labels: [glass_breaking, dog], send: [good, bad]}
                    - {name: dead, source_is: silent for 10m, on: ended, send: [good]}
                    - {name: heard, send: [sound]}
                    evidence: {store: %s}
                    sinks:
                      good: {type: webhook, url: "%s/good"}
                      bad: {type: webhook, url: "%s/bad"}
                      sound: {type: webhook, template: ntfy, url: "%s/topic", attach: true}
                    """.formatted(folder, receiver.address(), receiver.address(), receiver.address()));

            List<AlertTrial.Outcome> outcomes = AlertTrial.run(config, NOON);

            assertThat(outcomes)
                    .extracting(outcome -> outcome.rule() + " " + outcome.sink() + " " + outcome.isDelivered())
                    .containsExactly("glass good true", "glass bad false", "dead good true", "heard sound true");
            assertThat(outcomes.get(1).failure())
                    .hasValueSatisfying(why -> assertThat(why).contains("answered 404"));
            JsonNode event = new ObjectMapper().readTree(receiver.next().body());
            assertThat(event.at("/test").booleanValue()).isTrue();
            assertThat(event.at("/event/label").asText()).isEqualTo("dog");
            receiver.next();
            JsonNode source = new ObjectMapper().readTree(receiver.next().body());
            assertThat(source.at("/test").booleanValue()).isTrue();
            assertThat(source.at("/condition").asText()).isEqualTo("silent");
            assertThat(source.at("/over").booleanValue()).isTrue();
            Receiver.Request sound = receiver.next();
            assertThat(sound.uri().getRawQuery()).startsWith("title=TEST%3A+heard%3A+test+at+earshot-test");
            assertThat(FlacBytes.decode(java.nio.ByteBuffer.wrap(sound.body())).mono())
                    .hasSize(16_000);
        }
    }
}
