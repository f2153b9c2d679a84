package org.earshot.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import io.javalin.http.sse.SseClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import org.earshot.app.http.HttpServer;
import org.earshot.app.http.HttpSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PageClientsTest {
    private final PageClients clients = new PageClients();

    /** Comes at the worst moment: some of the greeting is said, and the browser is not among the others yet. */
    private void greet(PageClient client) {
        client.offer("hello", "1");
        new Thread(() -> clients.tellAll("events", new IntNode(3))).start();
        try {
            Thread.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.offer("events", "2");
    }

    private void connect(SseClient connection) {
        connection.keepAlive();
        PageClient client = new PageClient(connection);
        clients.add(client, () -> greet(client));
        client.start();
    }

    @Test
    void shouldTellABrowserAfterTheGreetingWhatComesMeanwhile() throws Exception {
        try (HttpServer server = HttpServer.start(
                        new HttpSettings("127.0.0.1", 0, ""), List.of(routes -> routes.sse("/stream", this::connect)));
                Stream<String> lines = HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(URI.create(server.url() + "/stream"))
                                        .header("Accept", "text/event-stream")
                                        .build(),
                                HttpResponse.BodyHandlers.ofLines())
                        .body()) {
            assertThat(lines.filter(line -> line.startsWith("data:"))
                            .limit(3)
                            .map(line -> line.substring(5).strip()))
                    .containsExactly("1", "2", "3");
            clients.closeAll();
        }
    }
}
