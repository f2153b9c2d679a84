package org.earshot.edges.alert.sink;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.earshot.edges.alert.template.HttpMessage;

/**
 * Posts messages and judges the answer: 2xx is delivered; 408, 425, 429 and 5xx, time-outs and broken connections are worth
 * another try; any other answer is a refusal. For one thread at a time.
 */
public final class HttpPost {
    private final Duration timeout;
    private HttpClient client;

    HttpPost(Duration timeout) {
        this.timeout = timeout;
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

    void send(HttpMessage message) throws DeliveryException, InterruptedException {
        URI uri = message.uri();
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(timeout)
                .setHeader("Content-Type", message.type())
                .POST(HttpRequest.BodyPublishers.ofByteArray(message.body()));
        message.headers().forEach(request::setHeader);
        int status;
        try {
            HttpResponse<InputStream> response = client().send(request.build(), BodyHandlers.ofInputStream());
            status = response.statusCode();
            // The status says all. The body is not waited for: no time-out would end one that never does.
            response.body().close();
        } catch (IOException e) {
            throw new DeliveryException("POST " + shown(uri) + ": " + withoutAddress(e.toString(), uri), true, e);
        }
        if (status / 100 != 2) {
            boolean passing = status / 100 == 5 || status == 408 || status == 425 || status == 429;
            throw new DeliveryException("POST " + shown(uri) + ": answered " + status, passing, null);
        }
    }

    /** Scheme, host and port: path and query of a web hook are a password in all but name. */
    private static String shown(URI uri) {
        return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + "/...";
    }

    private static String withoutAddress(String text, URI uri) {
        String left = text.replace(uri.toString(), shown(uri));
        return uri.getRawPath().length() > 1 ? left.replace(uri.getRawPath(), "/...") : left;
    }

    /** Made when it is needed: a client is a thread and a TLS context, and a rule file may only be looked at. */
    private HttpClient client() {
        if (client == null) {
            client = HttpClient.newBuilder()
                    // Offered HTTP/2 without TLS, some servers lose the body and say 200.
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(timeout)
                    // A redirected POST would silently become a GET.
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
        }
        return client;
    }
}
