package org.earshot.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.earshot.core.model.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpServerTest {
    private static final String TOKEN = "0123456789abcdef";
    private static final HttpRoutes READER = routes -> routes.post("/read", context -> context.result(context.body()));
    private static final int SLOW_SENDERS = 300;

    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicReference<Health> streams =
            new AtomicReference<>(new Health("streams", Health.State.UP, "RUNNING"));
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @Test
    void shouldBeReadyOnlyWhenEveryPartIsUp() throws Exception {
        try (var server = start("")) {
            assertThat(get(server, "/ready").statusCode()).isEqualTo(200);
            assertThat(get(server, "/ready").body()).startsWith("{\"ok\":true,").contains("RUNNING");

            streams.set(new Health("streams", Health.State.WAITING, "REBALANCING"));

            assertThat(get(server, "/ready").statusCode()).isEqualTo(503);
            assertThat(get(server, "/live").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void shouldNotBeAliveWhenAPartIsDead() throws Exception {
        streams.set(new Health("streams", Health.State.DEAD, "ERROR"));

        try (var server = start("")) {
            assertThat(get(server, "/live").statusCode()).isEqualTo(503);
            assertThat(get(server, "/live").body()).contains("ERROR");
        }
    }

    @Test
    void shouldServeMetricsInBothFormats() throws Exception {
        registry.counter("earshot.chunks", "outcome", "scored").increment();

        try (var server = start("")) {
            var plain = get(server, "/metrics");
            var open = get(server, "/metrics", "Accept", "application/openmetrics-text");

            assertThat(plain.body()).contains("earshot_chunks_total{outcome=\"scored\"} 1.0");
            assertThat(plain.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
            assertThat(open.body()).endsWith("# EOF\n");
        }
    }

    @Test
    void shouldAskForTheTokenEverywhereButForHealth() throws Exception {
        try (var server = start(TOKEN)) {
            assertThat(get(server, "/metrics").statusCode()).isEqualTo(401);
            assertThat(get(server, "/nothing-here").statusCode()).isEqualTo(401);
            assertThat(get(server, "/metrics", "Authorization", "Bearer wrong").statusCode())
                    .isEqualTo(401);
            assertThat(get(server, "/metrics", "Authorization", "Bearer " + TOKEN)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(get(server, "/metrics", "Cookie", "earshot-token=" + TOKEN)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(get(server, "/ready").statusCode()).isEqualTo(200);
            assertThat(get(server, "/live").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void shouldLetABrowserInThatShowsTheTokenOnceInTheAddress() throws Exception {
        try (var server = start(TOKEN)) {
            assertThat(get(server, "/metrics?token=wrong").statusCode()).isEqualTo(401);

            var first = get(server, "/metrics?token=" + TOKEN);

            assertThat(first.statusCode()).isEqualTo(200);
            String cookie = first.headers().firstValue("Set-Cookie").orElseThrow();
            assertThat(cookie).contains("HttpOnly").contains("SameSite=Strict");
            assertThat(get(server, "/metrics", "Cookie", cookie.substring(0, cookie.indexOf(';')))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void shouldShowAPersonAFormForTheTokenAndAProgramNone() throws Exception {
        try (var server = start(TOKEN)) {
            var form = get(server, "/", "Accept", "text/html,*/*");

            assertThat(form.statusCode()).isEqualTo(401);
            assertThat(form.body())
                    .contains("<form method=\"post\" action=\"login\">")
                    .doesNotContain("That is not the token");
            assertThat(form.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'none'");
            assertThat(get(server, "/", "Accept", "application/json").body()).doesNotContain("<form");
            assertThat(get(server, "/metrics", "Accept", "text/html").body()).doesNotContain("<form");

            var wrong = post(server, "/login", "token=no%3Cb%3E");
            assertThat(wrong.statusCode()).isEqualTo(403);
            assertThat(wrong.body()).contains("That is not the token").doesNotContain("<b>");
            assertThat(wrong.headers().firstValue("Set-Cookie")).isEmpty();

            var right = post(server, "/login", "token=" + TOKEN);
            assertThat(right.statusCode()).isEqualTo(303);
            assertThat(right.headers().firstValue("Location")).contains("./");
            String cookie = right.headers().firstValue("Set-Cookie").orElseThrow();
            assertThat(cookie).contains("HttpOnly").contains("SameSite=Strict");
            assertThat(get(server, "/metrics", "Cookie", cookie.substring(0, cookie.indexOf(';')))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void shouldNotAnswerAPageThatReachesLoopbackUnderAnotherName() throws Exception {
        try (var server = start("")) {
            assertThat(statusLine(server, "evil.example:" + server.port())).contains("403");
            assertThat(statusLine(server, "localhost:" + server.port())).contains("200");
            assertThat(statusLine(server, "[::1]")).contains("200");
        }
    }

    @Test
    void shouldTakeATokenOfEverySignThatItAllows() throws Exception {
        String token = "a+b/c=d&e%f#0123456789";
        try (var server = start(token)) {
            String encoded = URLEncoder.encode(token, StandardCharsets.UTF_8);
            for (String query : List.of(encoded, encoded.replace("%2B", "+"))) {
                var first = get(server, "/metrics?token=" + query);
                String cookie = first.headers().firstValue("Set-Cookie").orElseThrow();

                assertThat(first.statusCode()).isEqualTo(200);
                assertThat(get(server, "/metrics", "Cookie", cookie.substring(0, cookie.indexOf(';')))
                                .statusCode())
                        .isEqualTo(200);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0123456789 abcdef", "0123456789äabcdef", "0123456789;abcdef", "0123456789\"abcdef"})
    void shouldRefuseATokenThatNoBrowserCanSend(String token) {
        assertThatThrownBy(() -> new HttpSettings("127.0.0.1", 8080, token))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("openssl rand -hex 16")
                .hasMessageNotContaining("0123456789");
    }

    @Test
    void shouldRefuseToListenBeyondLoopbackWithoutAToken() {
        assertThatThrownBy(() -> new HttpSettings("0.0.0.0", 8080, ""))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("earshot.http.token");
        assertThatThrownBy(() -> new HttpSettings("0.0.0.0", 8080, "short"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("needs 16 at least");
    }

    @Test
    void shouldAnswerForItsHealthWhileManySendersNeverFinishTheirRequests() throws Exception {
        List<Socket> senders = new ArrayList<>();
        try (var server = start("")) {
            for (int n = 0; n < SLOW_SENDERS; n++) {
                var sender = new Socket("127.0.0.1", server.port());
                senders.add(sender);
                sender.getOutputStream()
                        .write("POST /read HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nx"
                                .getBytes(StandardCharsets.US_ASCII));
            }
            // Those that find no place are told so: then all others are taken.
            assertThat(statusLine(senders.get(SLOW_SENDERS - 1))).contains("503");

            var live = client.sendAsync(
                    HttpRequest.newBuilder(URI.create(server.url() + "/live")).build(),
                    HttpResponse.BodyHandlers.ofString());

            assertThat(live.get(2, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        } finally {
            for (Socket sender : senders) {
                sender.close();
            }
        }
    }

    @Test
    void shouldSayThatAPortIsTaken() {
        try (var server = start("")) {
            var same = new HttpSettings("127.0.0.1", server.port(), "");

            assertThatThrownBy(() -> HttpServer.start(same, List.of()))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("earshot.http.port");
            assertThatThrownBy(() -> HttpServer.requireFree(same))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("earshot.http.port");
        }
    }

    private HttpServer start(String token) {
        return HttpServer.start(
                new HttpSettings("127.0.0.1", 0, token),
                () -> List.of(streams.get()),
                List.of(new MetricsRoutes(registry), READER));
    }

    private HttpResponse<String> get(HttpServer server, String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(server.url() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(HttpServer server, String path, String form) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(server.url() + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form));
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String statusLine(HttpServer server, String host) throws IOException {
        try (var socket = new Socket("127.0.0.1", server.port())) {
            var request = "GET /metrics HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return statusLine(socket);
        }
    }

    private static String statusLine(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)).readLine();
    }
}
