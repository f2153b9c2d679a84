package org.earshot.edges.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.earshot.edges.alert.Events.NOON;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.mail.BodyPart;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.earshot.edges.alert.rule.Alert;
import org.earshot.edges.alert.rule.AlertSubject;
import org.earshot.edges.alert.rule.AlertText;
import org.earshot.edges.alert.sink.AlertSink;
import org.earshot.edges.alert.sink.DeliveryException;
import org.earshot.schema.EventPhase;
import org.earshot.schema.SoundEvent;
import org.earshot.schema.SourceState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each form of a message, as it arrives at a real HTTP server, held against the public documentation of its service. */
class ServiceFormsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HOSTILE =
            "mic\",\"x\":\"1}}&title=no%0d\r\nX-Evil: 1 <!channel> {{rule}} --\r\n\r\n Tür";
    private static final byte[] SOUND = {'f', 'L', 'a', 'C', 13, 10, '-', '-', 0};
    private static final String EVENT_ID = "11111111-2222-5333-8444-555555555555";

    @TempDir
    private Path folder;

    private Receiver receiver;
    private int answer = 200;

    @BeforeEach
    void start() throws IOException {
        receiver = new Receiver(request -> answer);
    }

    @AfterEach
    void stop() {
        receiver.close();
    }

    private AlertConfig config(String sink) {
        return Rules.parse("rules: [{name: \"Glas 'nachts'\", severity: critical, send: [s]}]\nevidence: {store: "
                + folder + "}\nsinks:\n  s: " + sink.replace("HERE", receiver.address()));
    }

    private Alert alert(AlertConfig config, String source) {
        SoundEvent event = Events.event(source, "glass_breaking", NOON);
        return new Alert(config.rules().get(0), new AlertSubject.Heard(event), List.of(source), NOON);
    }

    /** Of an event that has ended and whose sound is in the store. */
    private Alert alertWithSound(AlertConfig config, String source) throws IOException {
        Path clip = folder.resolve("glass_breaking/mic/" + EVENT_ID + ".flac");
        Files.createDirectories(clip.getParent());
        Files.write(clip, SOUND);
        SoundEvent event = Events.event(source, "glass_breaking", NOON);
        event.setPhase(EventPhase.ENDED);
        event.setEvidenceUri("file:///elsewhere/glass_breaking/mic/" + EVENT_ID + ".flac");
        return new Alert(config.rules().get(0), new AlertSubject.Heard(event), List.of(source), NOON);
    }

    private Receiver.Request send(AlertConfig config, Alert alert) throws Exception {
        AlertSink sink = config.sinks().get("s");
        sink.send(alert);
        return receiver.next();
    }

    private static JsonNode json(Receiver.Request request) throws IOException {
        assertThat(request.header("Content-type")).isEqualTo("application/json");
        return JSON.readTree(request.body());
    }

    private static Map<String, String> query(Receiver.Request request) {
        Map<String, String> query = new HashMap<>();
        for (String pair : request.uri().getRawQuery().split("&")) {
            String[] parts = pair.split("=", 2);
            assertThat(query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8)))
                    .isNull();
        }
        return query;
    }

    /** Text fields by name, and the file under {@code file:NAME:FILE:TYPE}. Read by a library that is not ours. */
    private static Map<String, Object> form(Receiver.Request request) throws Exception {
        var parts = new MimeMultipart(new ByteArrayDataSource(request.body(), request.header("Content-type")));
        Map<String, Object> form = new HashMap<>();
        for (int i = 0; i < parts.getCount(); i++) {
            BodyPart part = parts.getBodyPart(i);
            String disposition = part.getHeader("Content-Disposition")[0];
            String name = disposition.replaceFirst(".*; name=\"([^\"]*)\".*", "$1");
            byte[] bytes = part.getInputStream().readAllBytes();
            if (part.getFileName() == null) {
                form.put(name, new String(bytes, StandardCharsets.UTF_8));
            } else {
                form.put(name, part.getFileName() + " " + part.getContentType());
                assertThat(bytes).isEqualTo(SOUND);
            }
        }
        return form;
    }

    @Test
    void shouldTellNtfyInParametersAndABody() throws Exception {
        AlertConfig config = config("{type: webhook, template: ntfy, url: 'HERE/topic', token: '${HOOK_KEY}'}");
        Alert alert = alert(config, "Tür 1");

        Receiver.Request request = send(config, alert);

        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.uri().getPath()).isEqualTo("/topic");
        assertThat(query(request))
                .isEqualTo(Map.of(
                        "title",
                        "Glas 'nachts': glass_breaking at Tür 1, 2026-07-01T12:00:00Z",
                        "priority",
                        "urgent",
                        "tags",
                        "rotating_light"));
        assertThat(request.body()).asString(StandardCharsets.UTF_8).isEqualTo(AlertText.details(alert));
        assertThat(request.header("Authorization")).isEqualTo("Bearer s3cret");
    }

    @Test
    void shouldGiveNtfyTheSoundAsAnAttachment() throws Exception {
        AlertConfig config = config("{type: webhook, template: ntfy, url: 'HERE/topic', attach: true}");
        Alert alert = alertWithSound(config, "mic");

        Receiver.Request request = send(config, alert);

        assertThat(request.body()).isEqualTo(SOUND);
        assertThat(request.header("Content-type")).isEqualTo("audio/flac");
        assertThat(query(request))
                .containsEntry("filename", "earshot-glass_breaking.flac")
                .containsEntry("message", AlertText.details(alert));
    }

    @Test
    void shouldTellTelegramAsItsBotsDo() throws Exception {
        AlertConfig config =
                config("{type: webhook, template: telegram, url: 'HERE', token: '42:abc', chat: '-100', attach: true}");
        Alert alert = alert(config, "mic");

        Receiver.Request request = send(config, alert);
        JsonNode json = json(request);
        assertThat(request.uri().getPath()).isEqualTo("/bot42:abc/sendMessage");
        assertThat(json.at("/chat_id").asText()).isEqualTo("-100");
        assertThat(json.at("/text").asText()).isEqualTo(AlertText.subject(alert) + "\n" + AlertText.details(alert));
        assertThat(json.has("parse_mode")).isFalse();

        request = send(config, alertWithSound(config, "mic"));
        assertThat(request.uri().getPath()).isEqualTo("/bot42:abc/sendDocument");
        assertThat(form(request))
                .containsEntry("chat_id", "-100")
                .containsEntry("document", "earshot-glass_breaking.flac audio/flac")
                .containsKey("caption");
    }

    @Test
    void shouldTellGotifyWithAPriority() throws Exception {
        AlertConfig config = config("{type: webhook, template: gotify, url: 'HERE/push/', token: Axyz}");
        Alert alert = alert(config, "mic");

        Receiver.Request request = send(config, alert);

        JsonNode json = json(request);
        assertThat(request.uri().getPath()).isEqualTo("/push/message");
        assertThat(request.header("X-gotify-key")).isEqualTo("Axyz");
        assertThat(json.at("/title").asText()).isEqualTo(AlertText.subject(alert));
        assertThat(json.at("/message").asText()).isEqualTo(AlertText.details(alert));
        assertThat(json.at("/priority").isInt()).isTrue();
    }

    @Test
    void shouldCallNobodyInSlackForASourcesName() throws Exception {
        AlertConfig config = config("{type: webhook, template: slack, url: 'HERE/services/T0/B0/x'}");

        Receiver.Request request = send(config, alert(config, "<!channel> & <@U1>"));

        JsonNode json = json(request);
        assertThat(request.uri().getPath()).isEqualTo("/services/T0/B0/x");
        assertThat(json.at("/text").asText())
                .contains("at &lt;!channel&gt; &amp; &lt;@U1&gt;,")
                .doesNotContain("<");
        assertThat(json.at("/mrkdwn").isBoolean()).isTrue();
        assertThat(json.at("/mrkdwn").asBoolean()).as("*bold* stays as it is").isFalse();
    }

    @Test
    void shouldTellAppriseWithAndWithoutASound() throws Exception {
        AlertConfig config = config("{type: webhook, template: apprise, url: 'HERE/notify/site', attach: true}");
        Alert alert = alert(config, "mic");

        JsonNode json = json(send(config, alert));
        assertThat(json.at("/title").asText()).isEqualTo(AlertText.subject(alert));
        assertThat(json.at("/body").asText()).isEqualTo(AlertText.details(alert));
        assertThat(json.at("/type").asText()).isEqualTo("failure");
        assertThat(json.at("/format").asText()).isEqualTo("text");

        assertThat(form(send(config, alertWithSound(config, "mic"))))
                .containsEntry("title", AlertText.subject(alert))
                .containsEntry("type", "failure")
                .containsEntry("format", "text")
                .containsEntry("attachment", "earshot-glass_breaking.flac audio/flac");
    }

    @Test
    void shouldGiveHomeAssistantTheWholeAlertAndItsWords() throws Exception {
        AlertConfig config = config("{type: webhook, template: home-assistant, url: 'HERE/api/webhook/id'}");
        Alert alert = alert(config, "mic");

        JsonNode json = json(send(config, alert));

        assertThat(json.at("/title").asText()).isEqualTo(AlertText.subject(alert));
        assertThat(json.at("/event/label").asText()).isEqualTo("glass_breaking");
        assertThat(json.at("/event/score").floatValue()).isEqualTo(0.8f);
    }

    @Test
    void shouldFillABodyAndHeadersOfOnesOwn() throws Exception {
        AlertConfig config = config("""
                {type: webhook, url: 'HERE/', title: '{{label}} ({{score}})',
                    headers: {X-Title: 'Earshot: {{ title }}', X-Where: 'an der {{source}}, Süd'},
                    body: '{"embeds": [{"title": "{{title}}", "n": 5, "who": "{{source}} {{sources}}"}], "key": "${HOOK_KEY}"}'}
                """);

        Receiver.Request request = send(config, alert(config, "Tür"));

        assertThat(json(request))
                .isEqualTo(JSON.readTree("{\"embeds\": [{\"title\": \"glass_breaking (0.80)\", \"n\": 5,"
                        + " \"who\": \"Tür Tür\"}], \"key\": \"s3cret\"}"));
        assertThat(request.header("X-title")).isEqualTo("Earshot: glass_breaking (0.80)");
        assertThat(MimeUtility.decodeText(request.header("X-where"))).isEqualTo("an der Tür, Süd");
    }

    @Test
    void shouldFillAPlainBodyForARuleOverSources() throws Exception {
        AlertConfig config = config("{type: webhook, url: 'HERE/', body: '{{source}} {{label}} {{score}}.'}");
        var subject = new AlertSubject.Trouble(Events.status("mic", SourceState.STALE, NOON), NOON, false);

        Receiver.Request request = send(config, new Alert(config.rules().get(0), subject, List.of("mic"), NOON));

        assertThat(request.body()).asString().isEqualTo("mic stale .");
        assertThat(request.header("Content-type")).isEqualTo("text/plain; charset=utf-8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{type: webhook, template: ntfy, url: 'HERE/', attach: ATTACH}",
                "{type: webhook, template: telegram, url: 'HERE', token: t, chat: c, attach: ATTACH}",
                "{type: webhook, template: gotify, url: 'HERE', token: t}",
                "{type: webhook, template: slack, url: 'HERE'}",
                "{type: webhook, template: apprise, url: 'HERE', attach: ATTACH}",
                "{type: webhook, template: home-assistant, url: 'HERE'}",
                "{type: webhook, url: 'HERE/', headers: {X-A: '{{source}}'}, body: '{\"who\": \"{{source}}\"}'}",
                "{type: webhook, url: 'HERE/', headers: {X-A: '{{title}}'}, body: 'from {{source}}'}"
            })
    void shouldBeBrokenByNoSourceId(String sink) throws Exception {
        for (String attach : List.of("false", "true")) {
            AlertConfig config = config(sink.replace("ATTACH", attach));

            Receiver.Request request = send(config, alertWithSound(config, HOSTILE));

            assertThat(request).isNotNull();
            assertThat(request.headers()).doesNotContainKey("X-evil");
            String type = request.header("Content-type");
            if (type.startsWith("application/json")) {
                JsonNode json = JSON.readTree(request.body());
                assertThat(json.has("x")).isFalse();
                assertThat(json.toString()).doesNotContain("X-Evil: 1 <!channel> Glas");
            } else if (type.startsWith("multipart/")) {
                assertThat(form(request).keySet())
                        .isSubsetOf("chat_id", "caption", "document", "title", "body", "type", "format", "attachment");
            } else if (request.uri().getRawQuery() != null) {
                assertThat(query(request).keySet()).isSubsetOf("title", "priority", "tags", "message", "filename");
            }
        }
    }

    @Test
    void shouldSendWithoutTheSoundWhatIsRefusedWithIt() throws Exception {
        receiver.close();
        receiver = new Receiver(request -> "audio/flac".equals(request.header("Content-type")) ? 413 : 200);
        AlertConfig config = config("{type: webhook, template: ntfy, url: 'HERE/topic', attach: true}");

        config.sinks().get("s").send(alertWithSound(config, "mic"));

        assertThat(receiver.next().header("Content-type")).isEqualTo("audio/flac");
        assertThat(receiver.next().header("Content-type")).startsWith("text/plain");
    }

    @Test
    void shouldShowNoTokenWhenAServiceRefuses() {
        answer = 401;
        AlertConfig config =
                config("{type: webhook, template: telegram, url: 'HERE', token: '42:SECRET', chat: '-100'}");

        assertThatThrownBy(() -> config.sinks().get("s").send(alert(config, "mic")))
                .isInstanceOf(DeliveryException.class)
                .hasMessageContaining("answered 401")
                .hasMessageNotContaining("SECRET");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{type: webhook, template: nfty, url: 'http://h/'}|template: no such service, did you mean ntfy?",
                "{type: webhook, template: ntfy, url: 'http://h/', body: x}|body: is given by `template`",
                "{type: webhook, template: gotify, url: 'http://h/'}|token: is missing; gotify needs it",
                "{type: webhook, template: slack, url: 'http://h/', token: x}|token: slack has none",
                "{type: webhook, template: telegram, token: x}|chat: is missing",
                "{type: webhook, template: telegram, token: 'a/b', chat: c}|token: has a character that no token has",
                "{type: webhook, template: ntfy, url: 'http://h/', chat: c}|chat: is for telegram alone",
                "{type: webhook, template: slack, url: 'http://h/', attach: true}|attach: no sound goes with this message",
                "{type: webhook, url: 'http://h/', token: x}|token: is for `template`",
                "{type: webhook, url: 'http://h/', title: x}|title: is for `template` and `body`",
                "{type: webhook, url: 'http://h/', body: '{{lable}}'}|body: alerts have no field 'lable', did you mean label?",
                "{type: webhook, url: 'http://h/', body: '{\"a\": {{score}}}'}|body: begins as JSON and is none: see line 1, column 8",
                "{type: webhook, url: 'http://h/', headers: {A: '{{x}}'}}|headers.A: alerts have no field 'x'",
                "{type: webhook, template: ntfy, url: 'http://h/', title: '{{ nope }}'}|title: alerts have no field 'nope'"
            })
    void shouldSayInOneLineWhatIsWrong(String sink, String message) {
        assertThatThrownBy(() -> config(sink))
                .hasMessageStartingWith("rules.yaml:4: sinks.s.")
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void shouldAskWhereTheSoundIs() {
        assertThatThrownBy(
                        () -> Rules.parse("rules: [{name: r, send: [s]}]\nsinks:\n  s: {type: webhook, template: ntfy,"
                                + " url: 'http://h/', attach: true}"))
                .hasMessageStartingWith("rules.yaml:3: sinks.s.attach: needs to know where the sound is");
    }
}
