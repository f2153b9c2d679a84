package org.earshot.edges.alert.sink;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/**
 * Posts JSON and judges the answer: 2xx is delivered; 408, 425, 429 and 5xx, time-outs and broken connections are worth
 * another try; any other answer is a refusal. For one thread at a time.
 */
public final class HttpPost {
    private final URI uri;
    private final Duration timeout;
    /** Scheme, host and port: path and query of a web hook are a password in all but name. */
    private final String shown;

    private HttpClient client;

    HttpPost(URI uri, Duration timeout) {
        this.uri = uri;
        this.timeout = timeout;
        this.shown = uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + "/...";
    }

    /** Whether HTTP lets a client send that header. */
    public static boolean takes(String name, String value) {
        try {
            HttpRequest.newBuilder().header(name, value);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    void send(byte[] json, Map<String, String> headers) throws DeliveryException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json));
        headers.forEach(request::header);
        int status;
        try {
            HttpResponse<InputStream> response = client().send(request.build(), BodyHandlers.ofInputStream());
            status = response.statusCode();
            // The status says all. The body is not waited for: no time-out would end one that never does.
            response.body().close();
        } catch (IOException e) {
            throw new DeliveryException("POST " + shown + ": " + withoutAddress(e.toString()), true, e);
        }
        if (status / 100 != 2) {
            boolean passing = status / 100 == 5 || status == 408 || status == 425 || status == 429;
            throw new DeliveryException("POST " + shown + ": answered " + status, passing, null);
        }
    }

    private String withoutAddress(String text) {
        String left = text.replace(uri.toString(), shown);
        return uri.getRawPath().length() > 1 ? left.replace(uri.getRawPath(), "/...") : left;
    }

    /** Made when it is needed: a client is a thread and a TLS context, and a rule file may only be looked at. */
    private HttpClient client() {
        if (client == null) {
            client = HttpClient.newBuilder()
                    .connectTimeout(timeout)
                    // A redirected POST would silently become a GET.
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
        }
        return client;
    }
}
