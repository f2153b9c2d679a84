package org.earshot.streams.framing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.earshot.core.model.ConfigurationException;

/**
 * Requests to a schema registry, tried again for a while and at every address that was given. Safe for use by several
 * threads.
 */
final class RegistryHttp {
    static final String URL = "schema.registry.url";
    private static final Pattern USER_INFO = Pattern.compile("//([^/?#]*)@");
    private static final String PREFIX = "schema.registry.";
    private static final String TYPE = "application/vnd.schemaregistry.v1+json";
    private static final long DEFAULT_TIMEOUT_MS = 5_000;
    private static final long FIRST_PAUSE_MS = 100;
    private static final int ROUNDS = 6;

    /** What came back. */
    record Answer(int status, JsonNode body) {
        boolean isOk() {
            return status / 100 == 2;
        }

        /** In one line. */
        String complaint() {
            String message = body.path("message").asText(body.path("detail").asText(""));
            return "HTTP " + status
                    + (message.isBlank()
                            ? ""
                            : ", " + message.lines().findFirst().orElse(""));
        }
    }

    private final HttpClient client;
    private final List<String> urls;
    private final Duration timeout;
    private final Optional<String> authorization;
    private final ObjectMapper mapper = new ObjectMapper();

    private RegistryHttp(HttpClient client, List<String> urls, Duration timeout, Optional<String> authorization) {
        this.client = client;
        this.urls = List.copyOf(urls);
        this.timeout = timeout;
        this.authorization = authorization;
    }

    static Optional<RegistryHttp> of(Map<String, ?> settings) {
        Object url = settings.get(URL);
        if (url == null || url.toString().isBlank()) {
            return Optional.empty();
        }
        List<String> urls = new ArrayList<>();
        Optional<String> ofUrl = Optional.empty();
        for (String each : url.toString().split(",")) {
            // An address is kept without its user and password, so that no message can show them.
            Matcher given = USER_INFO.matcher(each.strip());
            if (given.find()) {
                ofUrl = Optional.of(decoded(given.group(1)));
            }
            urls.add(checked(given.replaceFirst("//")));
        }
        Duration timeout = timeout(settings.get(PREFIX + "request.timeout.ms"));
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(timeout);
        Map<String, Object> tls = new HashMap<>();
        settings.forEach((key, value) -> {
            if (key.startsWith(PREFIX + "ssl.")) {
                tls.put(key.substring(PREFIX.length()), value);
            }
        });
        if (!tls.isEmpty()) {
            builder.sslContext(context(tls));
        }
        Optional<String> inUrl = ofUrl;
        Object user = settings.get(PREFIX + "basic.auth.user.info");
        Object plain = user == null ? settings.get("basic.auth.user.info") : user;
        Optional<String> authorization = Optional.ofNullable(plain)
                .map(Object::toString)
                .or(() -> inUrl)
                .map(info -> "Basic " + Base64.getEncoder().encodeToString(info.getBytes(StandardCharsets.UTF_8)));
        return Optional.of(new RegistryHttp(builder.build(), urls, timeout, authorization));
    }

    String url() {
        return String.join(",", urls);
    }

    /**
     * Sends a request to one registry after the other until one answers.
     *
     * @param body or null
     * @throws RegistryException if none does
     * @throws ConfigurationException if the registry does not take the credentials
     */
    Answer send(String method, String path, JsonNode body) {
        return send(method, path, body, answer -> {
            if (answer.status == 401 || answer.status == 403) {
                throw new ConfigurationException("schema registry " + url() + " refuses: " + answer.complaint()
                        + "; check " + PREFIX + "basic.auth.user.info and what this user may do there");
            }
            return answer.status < 500 && answer.status != 429;
        });
    }

    /**
     * Looks something up while records wait for it. Only a registry that has it, or says itself that it does not, has answered: credentials
     * that ran out, or a proxy that answers in its place, are mended sooner or later, and no record may be lost until then.
     *
     * @throws RegistryException if none answers
     */
    Answer look(String path) {
        return send(
                "GET",
                path,
                null,
                answer -> answer.isOk() && answer.body.isObject()
                        || answer.status == 404
                                && answer.body.path("error_code").isInt());
    }

    private Answer send(String method, String path, JsonNode body, Predicate<Answer> isAnswer) {
        String why = "";
        IOException last = null;
        for (int round = 0; round < ROUNDS; round++) {
            pause(round);
            for (String url : urls) {
                try {
                    Answer answer = once(url, method, path, body);
                    if (isAnswer.test(answer)) {
                        return answer;
                    }
                    why = answer.complaint();
                } catch (IOException e) {
                    last = e;
                    why = e.toString();
                }
            }
        }
        throw new RegistryException(
                "schema registry " + url() + " does not answer (" + why + "); check " + URL + " and that it runs",
                last);
    }

    private Answer once(String url, String method, String path, JsonNode body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(timeout)
                .header("Accept", TYPE + ", application/json")
                .header("Content-Type", TYPE)
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.toString()));
        authorization.ifPresent(value -> request.header("Authorization", value));
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), json(response.body()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private JsonNode json(String text) {
        try {
            return text.isBlank() ? MissingNode.getInstance() : mapper.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    private static void pause(int round) {
        if (round == 0) {
            return;
        }
        try {
            TimeUnit.MILLISECONDS.sleep(FIRST_PAUSE_MS << round);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String decoded(String userInfo) {
        try {
            return URLDecoder.decode(userInfo.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // A bare % stands for itself.
            return userInfo;
        }
    }

    private static String checked(String url) {
        try {
            URI uri = URI.create(url);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
            }
        } catch (IllegalArgumentException e) {
            // Said below, as of every other text that is no address.
        }
        throw new ConfigurationException(
                URL + " = " + url.replaceFirst("//.*@", "//********@") + ": must be http://HOST... or https://HOST...");
    }

    private static Duration timeout(Object given) {
        try {
            long ms = given == null ? DEFAULT_TIMEOUT_MS : Long.parseLong(given.toString());
            if (ms > 0) {
                return Duration.ofMillis(ms);
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new ConfigurationException(PREFIX + "request.timeout.ms must be a positive number, is " + given);
    }

    private static SSLContext context(Map<String, Object> tls) {
        try (DefaultSslEngineFactory factory = new DefaultSslEngineFactory()) {
            factory.configure(new AbstractConfig(new ConfigDef().withClientSslSupport(), tls, false).values());
            return factory.sslContext();
        } catch (ConfigException e) {
            throw new ConfigurationException(PREFIX + "ssl: " + e.getMessage(), e);
        } catch (KafkaException e) {
            throw new ConfigurationException(PREFIX + "ssl: " + KafkaErrors.why(e), e);
        }
    }
}
