package org.earshot.edges.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.earshot.edges.alert.Events.NOON;
import static org.earshot.edges.alert.Events.event;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.earshot.edges.alert.rule.Alert;
import org.earshot.edges.alert.rule.AlertRule;
import org.earshot.edges.alert.sink.AlertmanagerSink;
import org.earshot.edges.alert.sink.ClipReader;
import org.earshot.edges.alert.sink.CommandSink;
import org.earshot.edges.alert.sink.DeliveryException;
import org.earshot.edges.alert.sink.EmailSink;
import org.earshot.edges.alert.sink.WebhookSink;
import org.earshot.edges.alert.template.OwnForm;
import org.earshot.edges.alert.template.TextTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SinksTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private record Request(Map<String, List<String>> headers, byte[] body, String path) {}

    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    private final AtomicInteger status = new AtomicInteger(200);
    private final CountDownLatch testOver = new CountDownLatch(1);
    private HttpServer server;
    private URI address;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            requests.add(new Request(
                    Map.copyOf(exchange.getRequestHeaders()),
                    body,
                    exchange.getRequestURI().getPath()));
            if (status.get() == 0) {
                try {
                    testOver.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            exchange.sendResponseHeaders(Math.max(200, status.get()), -1);
            exchange.close();
        });
        server.start();
        address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @AfterEach
    void stopServer() {
        testOver.countDown();
        server.stop(0);
    }

    private static Alert alert(String sink) {
        return alert(sink, "glass");
    }

    private static Alert alert(String sink, String rule) {
        String yaml = "rules: [{name: '" + rule + "', severity: critical, send: [" + sink + "]}]\nsinks: {" + sink
                + ": {type: command, command: [cat]}}";
        AlertRule parsed = Rules.parse(yaml).rules().get(0);
        return Events.alert(parsed, event("door-1", "glass_breaking", NOON), List.of("door-1"));
    }

    private static WebhookSink webhook(URI uri, Duration timeout) {
        return new WebhookSink("w", new OwnForm(uri, Optional.empty()), timeout, WebhookSink.Options.plain());
    }

    @Test
    void shouldPostTheWholeEventSignedWithTheSecret() throws Exception {
        var sink = new WebhookSink(
                "w",
                new OwnForm(address, Optional.empty()),
                SECOND,
                WebhookSink.Options.plain()
                        .withHeaders(Map.of("X-Site", TextTemplate.of("lab of {{rule}}")))
                        .withSecret("key"));

        sink.send(alert("w"));

        Request request = requests.take();
        JsonNode json = new ObjectMapper().readTree(request.body());
        assertThat(json.at("/rule").asText()).isEqualTo("glass");
        assertThat(json.at("/event/label").asText()).isEqualTo("glass_breaking");
        assertThat(json.at("/event/onset").asText()).isEqualTo("2026-07-01T12:00:00Z");
        assertThat(json.at("/event/score").floatValue()).isEqualTo(0.8f);
        assertThat(json.at("/event/onset_sample").isIntegralNumber()).isTrue();
        assertThat(request.headers())
                .as("some servers lose the body where they are offered HTTP/2")
                .doesNotContainKey("Upgrade");
        assertThat(request.headers().get("X-site")).containsExactly("lab of glass");
        assertThat(request.headers().get("Idempotency-key"))
                .containsExactly(json.at("/id").asText());
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("key".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        assertThat(request.headers().get("X-earshot-signature"))
                .containsExactly("sha256=" + HexFormat.of().formatHex(mac.doFinal(request.body())));
    }

    @Test
    void shouldTellPassingTroubleFromRefusal() {
        var sink = webhook(address, Duration.ofSeconds(20));
        var impatient = webhook(address, Duration.ofMillis(300));

        status.set(503);
        assertThatThrownBy(() -> sink.send(alert("w"))).matches(e -> ((DeliveryException) e).isWorthRetrying());
        status.set(404);
        assertThatThrownBy(() -> sink.send(alert("w"))).matches(e -> !((DeliveryException) e).isWorthRetrying());
        status.set(0);
        assertThatThrownBy(() -> impatient.send(alert("w"))).matches(e -> ((DeliveryException) e).isWorthRetrying());
        server.stop(0);
        assertThatThrownBy(() -> sink.send(alert("w"))).matches(e -> ((DeliveryException) e).isWorthRetrying());
    }

    @Test
    void shouldSendTheKeyOfARuleInAnyLanguage() throws Exception {
        var sink = webhook(address, SECOND);
        Alert alert = alert("w", "Scherben 100% – ガラス");

        sink.send(alert);

        Request request = requests.take();
        assertThat(new ObjectMapper().readTree(request.body()).at("/rule").asText())
                .isEqualTo("Scherben 100% – ガラス");
        assertThat(request.headers().get("Idempotency-key"))
                .containsExactly(alert.subject().id() + "/Scherben 100%25 %E2%80%93 %E3%82%AC%E3%83%A9%E3%82%B9");
    }

    @Test
    void shouldKeepTheAddressOfAWebhookToItself() {
        URI secret = URI.create(address + "/services/T0SECRET?token=QSECRET");
        var sink = webhook(secret, SECOND);

        status.set(404);
        assertThatThrownBy(() -> sink.send(alert("w")))
                .hasMessageContaining(address + "/...: answered 404")
                .hasMessageNotContaining("SECRET");
        server.stop(0);
        assertThatThrownBy(() -> sink.send(alert("w")))
                .hasMessageContaining(address + "/...")
                .hasMessageNotContaining("SECRET");
    }

    @Test
    void shouldNotWaitForTheEndOfAnAnswer() throws Exception {
        server.createContext("/endless", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('.');
            exchange.getResponseBody().flush();
            try {
                testOver.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        var sink = webhook(URI.create(address + "/endless"), Duration.ofSeconds(20));

        assertTimeoutPreemptively(Duration.ofSeconds(15), () -> sink.send(alert("w")));
    }

    @Test
    void shouldSpeakAlertmanagersInterface() throws Exception {
        var sink = alertmanager(NOON.plusSeconds(2));

        sink.send(alert("a"));

        Request request = requests.take();
        JsonNode json = new ObjectMapper().readTree(request.body());
        assertThat(request.path()).isEqualTo("/api/v2/alerts");
        assertThat(json.at("/0/labels/alertname").asText()).isEqualTo("glass");
        assertThat(json.at("/0/labels/source").asText()).isEqualTo("door-1");
        assertThat(json.at("/0/startsAt").asText()).isEqualTo("2026-07-01T12:00:00Z");
        assertThat(json.at("/0/endsAt").asText()).isEqualTo("2026-07-01T12:05:02Z");
    }

    @Test
    void shouldFireAtAlertmanagerWhateverTheSendersClockSays() throws Exception {
        Instant now = NOON.plusSeconds(86_400);

        alertmanager(now).send(alert("a"));
        JsonNode behind = new ObjectMapper().readTree(requests.take().body());
        alertmanager(NOON.minusSeconds(86_400)).send(alert("a"));
        JsonNode ahead = new ObjectMapper().readTree(requests.take().body());

        assertThat(behind.at("/0/startsAt").asText()).isEqualTo("2026-07-01T12:00:00Z");
        assertThat(behind.at("/0/endsAt").asText()).isEqualTo("2026-07-02T12:05:00Z");
        assertThat(ahead.at("/0/startsAt").asText()).isEqualTo("2026-06-30T12:00:00Z");
        assertThat(ahead.at("/0/endsAt").asText()).isEqualTo("2026-06-30T12:05:00Z");
    }

    private AlertmanagerSink alertmanager(Instant now) {
        return new AlertmanagerSink("a", URI.create(address + "/"), SECOND, Duration.ofMinutes(5), () -> now);
    }

    @Test
    void shouldSendAnEmailThatNoSourceIdCanForge() throws Exception {
        GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        try {
            var server = new EmailSink.Server("127.0.0.1", mail.getSmtp().getPort(), "", "", false, SECOND);
            var sink = new EmailSink(
                    "e",
                    server,
                    new EmailSink.Letter(
                            EmailSink.address("earshot@example.org"),
                            List.of(EmailSink.address("guard@example.org")),
                            ClipReader.NONE));
            Alert alert = alert("e");
            var event = event("door\r\nBcc: thief@example.org", "glass_breaking", NOON);

            sink.send(Events.alert(alert.rule(), event, List.of(event.getSourceId())));

            assertThat(mail.getReceivedMessages()).hasSize(1);
            assertThat(mail.getReceivedMessages()[0].getSubject())
                    .startsWith("glass: glass_breaking at door\\u000D\\u000ABcc:");
            assertThat(mail.getReceivedMessages()[0].getHeader("Bcc")).isNull();
        } finally {
            mail.stop();
        }
    }

    @Test
    void shouldHandACommandTheAlertOnItsInput(@TempDir Path folder) throws Exception {
        Path out = folder.resolve("out.json");
        var sink = new CommandSink(
                "c",
                List.of("sh", "-c", "test \"$EARSHOT_LABEL\" = glass_breaking && cat > " + out),
                Duration.ofSeconds(10));

        sink.send(alert("c"));

        assertThat(new ObjectMapper()
                        .readTree(Files.readAllBytes(out))
                        .at("/event/source_id")
                        .asText())
                .isEqualTo("door-1");
    }

    @Test
    void shouldNotWaitForACommandThatReadsNothing() {
        Alert alert = alert("c");
        List<String> sources = Collections.nCopies(1_000, "door".repeat(60));
        var long1 = new Alert(alert.rule(), alert.subject(), sources, NOON);
        var sink = new CommandSink("c", List.of("sleep", "60"), Duration.ofMillis(200));

        assertTimeoutPreemptively(
                Duration.ofSeconds(15),
                () -> assertThatThrownBy(() -> sink.send(long1)).hasMessageContaining("still running"));
    }

    @Test
    void shouldEndWhatACommandStartedWithIt(@TempDir Path folder) throws Exception {
        Path pid = folder.resolve("pid");
        var sink = new CommandSink(
                "c", List.of("sh", "-c", "sleep 60 & echo $! > " + pid + "; wait"), Duration.ofSeconds(3));

        assertThatThrownBy(() -> sink.send(alert("c"))).hasMessageContaining("still running");

        long child = Long.parseLong(Files.readString(pid).strip());
        Optional<ProcessHandle> left = ProcessHandle.of(child);
        if (left.isPresent()) {
            assertThat(left.get().onExit().get(10, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldLetNoCommandWriteToTheLog() throws Exception {
        new CommandSink(
                        "c",
                        List.of("sh", "-c", "test \"$(readlink /proc/self/fd/2)\" = /dev/null"),
                        Duration.ofSeconds(10))
                .send(alert("c"));
    }

    @Test
    void shouldReportACommandThatFailsHangsOrIsMissing() {
        assertThatThrownBy(() -> new CommandSink("c", List.of("false"), SECOND).send(alert("c")))
                .hasMessageContaining("exit status 1");
        assertThatThrownBy(() -> new CommandSink("c", List.of("sleep", "60"), Duration.ofMillis(100)).send(alert("c")))
                .hasMessageContaining("still running");
        assertThatThrownBy(() -> new CommandSink("c", List.of("no-such-program"), SECOND).send(alert("c")))
                .hasMessageContaining("no-such-program");
    }
}
