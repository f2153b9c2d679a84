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
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    /** However many addresses there are: a stream thread that waits longer counts as one that hangs. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** Credentials that are refused, a request that came too slowly and one too many. */
    private static final Set<Integer> PASSING = Set.of(401, 403, 408, 429);

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
    private final List<Registry> registries;
    private final Duration timeout;
    private final Duration patience;
    private final ObjectMapper mapper = new ObjectMapper();

    /** @param url without user and password, so that no message can show them @param user USER:PASSWORD */
    private record Registry(String url, Optional<String> user) {
        static Registry of(String address) {
            Matcher given = USER_INFO.matcher(address);
            Optional<String> user = given.find() ? Optional.of(decoded(given.group(1))) : Optional.empty();
            return new Registry(checked(given.replaceFirst("//")), user);
        }

        /** Without the password. */
        @Override
        public String toString() {
            return url;
        }
    }

    private RegistryHttp(HttpClient client, List<Registry> registries, Duration timeout, Duration patience) {
        this.client = client;
        this.registries = List.copyOf(registries);
        this.timeout = timeout;
        this.patience = patience;
    }

    static Optional<RegistryHttp> of(Map<String, ?> settings) {
        return of(settings, PATIENCE);
    }

    /** @param patience how long a request is tried over all addresses */
    static Optional<RegistryHttp> of(Map<String, ?> settings, Duration patience) {
        Object url = settings.get(URL);
        if (url == null || url.toString().isBlank()) {
            return Optional.empty();
        }
        Object forAll = settings.get(PREFIX + "basic.auth.user.info");
        Optional<String> user = Optional.ofNullable(forAll == null ? settings.get("basic.auth.user.info") : forAll)
                .map(Object::toString);
        List<Registry> registries = Stream.of(url.toString().split(","))
                .map(each -> Registry.of(each.strip()))
                .map(each -> new Registry(each.url, user.or(each::user)))
                .toList();
        Duration timeout = timeout(settings.get(PREFIX + "request.timeout.ms"));
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(timeout);
        Map<String, Object> tls = new HashMap<>();
        settings.forEach((key, value) -> {
            if (key.startsWith(PREFIX + "ssl.")) {
                tls.put(key.substring(PREFIX.length()), value);
            }
        });
        if (!tls.isEmpty()) {
            builder.sslContext(context(tls));
        }
        return Optional.of(new RegistryHttp(builder.build(), registries, timeout, patience));
    }

    String url() {
        return registries.stream().map(Registry::url).collect(Collectors.joining(","));
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
     * that ran out, or a proxy that answers in its place, are mended sooner or later, and no record may be lost until then. What it
     * says of a request that it does not like is an answer: a sender chose the number, and asking again would never end.
     *
     * @throws RegistryException if none answers
     */
    Answer look(String path) {
        return send(
                "GET",
                path,
                null,
                answer -> answer.isOk() && answer.body.isObject()
                        || answer.status / 100 == 4
                                && !PASSING.contains(answer.status)
                                && answer.body.path("error_code").isInt());
    }

    /**
     * Looks up what may be missing, with a body. Whoever answers, even that it is not allowed, has answered.
     *
     * @throws RegistryException if none answers
     */
    Answer lookUp(String path, JsonNode body) {
        return send("POST", path, body, answer -> answer.status < 500 && answer.status != 429);
    }

    private Answer send(String method, String path, JsonNode body, Predicate<Answer> isAnswer) {
        String why = "";
        IOException last = null;
        long end = System.nanoTime() + patience.toNanos();
        for (int round = 0; round < ROUNDS && System.nanoTime() < end; round++) {
            pause(round, end);
            for (Registry registry : registries) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    break;
                }
                try {
                    Answer answer = once(registry, method, path, body, Math.min(left, timeout.toNanos()));
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

    private Answer once(Registry registry, String method, String path, JsonNode body, long timeoutNanos)
            throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(registry.url + path))
                .header("Accept", TYPE + ", application/json")
                .header("Content-Type", TYPE)
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.toString()));
        registry.user.ifPresent(user -> request.header(
                "Authorization", "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8))));
        CompletableFuture<HttpResponse<String>> response =
                client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
        try {
            // The request's own time-out ends with the headers of the answer.
            HttpResponse<String> answer = response.get(timeoutNanos, TimeUnit.NANOSECONDS);
            return new Answer(answer.statusCode(), json(answer.body()));
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException why ? why : new IOException(e.getCause());
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("no whole answer in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            response.cancel(true);
        }
    }

    private JsonNode json(String text) {
        try {
            return text.isBlank() ? MissingNode.getInstance() : mapper.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    private static void pause(int round, long end) {
        if (round == 0) {
            return;
        }
        try {
            long pause = TimeUnit.MILLISECONDS.toNanos(FIRST_PAUSE_MS << round);
            TimeUnit.NANOSECONDS.sleep(Math.min(pause, end - System.nanoTime()));
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
