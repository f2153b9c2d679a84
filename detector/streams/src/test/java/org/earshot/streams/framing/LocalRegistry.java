package org.earshot.streams.framing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.apache.avro.Schema;

/** A schema registry with Confluent's interface, as far as clients here use it; asks for user {@code me:secret}. */
public final class LocalRegistry implements AutoCloseable {
    private static final String AUTHORIZATION =
            "Basic " + Base64.getEncoder().encodeToString("me:secret".getBytes(UTF_8));

    public final List<String> requests = new ArrayList<>();
    public final Map<String, String> compatibility = new HashMap<>();
    /** What it says of a further schema under a subject. */
    public volatile boolean compatible = true;

    public final AtomicInteger failures = new AtomicInteger();
    private final ObjectMapper mapper = new ObjectMapper();
    private final List<String> schemas = new ArrayList<>();
    private final Map<String, Set<Integer>> subjects = new HashMap<>();
    private final HttpServer server;

    public LocalRegistry() {
        this(null);
    }

    /** @param tls with a server's key, or null for plain text */
    public LocalRegistry(SSLContext tls) {
        InetSocketAddress any = new InetSocketAddress("127.0.0.1", 0);
        try {
            if (tls == null) {
                server = HttpServer.create(any, 0);
            } else {
                HttpsServer secured = HttpsServer.create(any, 0);
                secured.setHttpsConfigurator(new HttpsConfigurator(tls));
                server = secured;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    /** Settings of a client of Kafka that uses it. */
    public Map<String, String> settings() {
        String scheme = server instanceof HttpsServer ? "https" : "http";
        return Map.of(
                "schema.registry.url",
                scheme + "://127.0.0.1:" + server.getAddress().getPort() + "/",
                "schema.registry.basic.auth.user.info",
                "me:secret");
    }

    /** Puts a schema in. @return its number */
    public synchronized int add(Schema schema) {
        if (!schemas.contains(schema.toString())) {
            schemas.add(schema.toString());
        }
        return schemas.indexOf(schema.toString()) + 1;
    }

    /** Puts a schema in under a subject, as a client that registers it would. @return its number */
    public synchronized int add(String subject, Schema schema) {
        int id = add(schema);
        subjects.computeIfAbsent(subject, name -> new TreeSet<>()).add(id);
        return id;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        requests.add(request);
        JsonNode body = mapper.readTree(exchange.getRequestBody());
        String[] path = exchange.getRequestURI().getPath().split("/");
        if (failures.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            reply(exchange, 503, "{\"message\": \"not now\"}");
        } else if (!AUTHORIZATION.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            reply(exchange, 401, "{\"message\": \"who are you?\"}");
        } else if (request.startsWith("POST /subjects/") && request.endsWith("/versions")) {
            reply(exchange, 200, "{\"id\": " + add(path[2], schema(body)) + "}");
        } else if (request.startsWith("POST /subjects/")) {
            int id = schemas.indexOf(schema(body).toString()) + 1;
            if (!subjects.containsKey(path[2])) {
                reply(exchange, 404, "{\"error_code\": 40401, \"message\": \"Subject not found\"}");
            } else if (!subjects.get(path[2]).contains(id)) {
                reply(exchange, 404, "{\"error_code\": 40403, \"message\": \"Schema not found\"}");
            } else {
                reply(exchange, 200, "{\"id\": " + id + "}");
            }
        } else if (request.startsWith("POST /compatibility/")) {
            reply(exchange, 200, "{\"is_compatible\": " + compatible + "}");
        } else if (request.startsWith("GET /config/")) {
            String rule = compatibility.get(path[2]);
            reply(exchange, rule == null ? 404 : 200, "{\"compatibilityLevel\": \"" + rule + "\"}");
        } else if (request.startsWith("PUT /config/")) {
            compatibility.put(path[2], body.get("compatibility").asText());
            reply(exchange, 200, body.toString());
        } else if (!request.startsWith("GET /schemas/ids/")) {
            reply(exchange, 404, "no such page");
        } else {
            int id = Integer.parseInt(path[3]);
            if (id < 0) {
                reply(exchange, 422, "{\"error_code\": 42201, \"message\": \"no such number\"}");
                return;
            }
            reply(
                    exchange,
                    id < 1 || id > schemas.size() ? 404 : 200,
                    id < 1 || id > schemas.size()
                            ? "{\"error_code\": 40403, \"message\": \"Schema not found\"}"
                            : JsonNodeFactory.instance
                                    .objectNode()
                                    .put("schema", schemas.get(id - 1))
                                    .toString());
        }
    }

    private static Schema schema(JsonNode body) {
        return new Schema.Parser().parse(body.get("schema").asText());
    }

    private static void reply(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
