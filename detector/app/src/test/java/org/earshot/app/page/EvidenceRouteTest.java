package org.earshot.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.earshot.app.http.HttpServer;
import org.earshot.app.http.HttpSettings;
import org.earshot.edges.evidence.EvidenceStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvidenceRouteTest {
    private static final String NAME = "dog/gate/11111111-2222-5333-8444-555555555555.flac";

    @TempDir
    private Path folder;

    private EvidenceStore store;
    private URI clip;
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        store = EvidenceStore.open(folder.toString(), "", "");
        clip = store.put(NAME, new byte[] {'f', 'L', 'a', 'C'});
        server = start(Optional.of(store));
    }

    @AfterEach
    void stop() {
        server.close();
        store.close();
    }

    private static HttpServer start(Optional<EvidenceStore> store) {
        var route = new EvidenceRoute(store);
        return HttpServer.start(
                new HttpSettings("127.0.0.1", 0, ""), List.of(routes -> routes.get("/evidence", route::get)));
    }

    private static HttpResponse<byte[]> get(HttpServer server, String clip, String file, String... headers)
            throws Exception {
        URI address = URI.create(
                server.url() + "/evidence?clip=" + URLEncoder.encode(clip, StandardCharsets.UTF_8) + "&file=" + file);
        return HttpClient.newHttpClient().send(request(address, headers), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static HttpRequest request(URI address, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        return (headers.length == 0 ? request : request.headers(headers)).build();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bytes=0-1|206|fL|bytes 0-1/4",
                "bytes=2-|206|aC|bytes 2-3/4",
                "bytes=1-99|206|LaC|bytes 1-3/4",
                "bytes=-1|206|C|bytes 3-3/4",
                "bytes=-99|206|fLaC|bytes 0-3/4",
                "bytes=4-|416||bytes */4",
                "bytes=-0|416||bytes */4",
                "bytes=2-1|200|fLaC|",
                "bytes=0-0,2-2|200|fLaC|",
                "lines=1-2|200|fLaC|"
            })
    void shouldGiveThePartThatAPlayerAsksFor(String range, int status, String bytes, String part) throws Exception {
        var answer = get(server, clip.toString(), "clip", "Range", range);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(bytes == null ? new byte[0] : bytes.getBytes(StandardCharsets.US_ASCII));
        assertThat(answer.headers().firstValue("Content-Range")).isEqualTo(Optional.ofNullable(part));
    }

    @Test
    void shouldGiveWhatIsKept() throws Exception {
        var answer = get(server, clip.toString(), "clip");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("audio/flac");
        assertThat(answer.body()).isEqualTo(new byte[] {'f', 'L', 'a', 'C'});
    }

    @Test
    void shouldSayThatThereIsNothingForAllElse() throws Exception {
        Files.writeString(folder.resolve("secret.flac"), "secret");

        assertThat(get(server, clip.toString(), "separated").statusCode()).isEqualTo(204);
        assertThat(get(server, "file:///etc/passwd", "clip").statusCode()).isEqualTo(204);
        assertThat(get(server, folder.resolve("secret.flac").toUri().toString(), "clip")
                        .statusCode())
                .isEqualTo(204);
        assertThat(get(server, "not an address", "clip").statusCode()).isEqualTo(400);
        assertThat(get(server, clip.toString(), "passwd").statusCode()).isEqualTo(400);
        try (HttpServer without = start(Optional.empty())) {
            assertThat(get(without, clip.toString(), "clip").statusCode()).isEqualTo(204);
        }
    }
}
