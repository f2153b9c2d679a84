package org.earshot.edges.alert;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;

/** An HTTP server that keeps what is posted to it. */
final class Receiver implements AutoCloseable {
    /** @param headers names as the server spells them: first letter large, the others small */
    record Request(String method, URI uri, Map<String, List<String>> headers, byte[] body) {
        String header(String name) {
            List<String> values = headers.get(name);
            return values == null ? null : String.join(", ", values);
        }
    }

    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    private final HttpServer server;

    /** @param answer status for each request */
    Receiver(ToIntFunction<Request> answer) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            var request = new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI(),
                    Map.copyOf(exchange.getRequestHeaders()),
                    exchange.getRequestBody().readAllBytes());
            requests.add(request);
            exchange.sendResponseHeaders(answer.applyAsInt(request), -1);
            exchange.close();
        });
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The next request; null if none comes. */
    Request next() throws InterruptedException {
        return requests.poll(60, TimeUnit.SECONDS);
    }

    boolean isEmpty() {
        return requests.isEmpty();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
