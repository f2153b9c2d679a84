package org.earshot.edges.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.earshot.core.model.ConfigurationException;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** A server that speaks S3 and checks signatures; the credentials come from where the environment's would. */
@Tag("integration")
class EvidenceBucketTest {
    private static final String KEY_ID = "aws.accessKeyId";
    private static final String KEY = "aws.secretAccessKey";
    private static final String A = "11111111-2222-5333-8444-555555555555";
    private static final String B = "66666666-7777-5888-9999-aaaaaaaaaaaa";
    private static final Duration DAY = Duration.ofDays(1);

    private static S3Proxy server;
    private static String endpoint;
    private static S3Client reader;

    @BeforeAll
    static void startServer() throws Exception {
        server = S3Proxy.builder()
                .blobStore(new TransientNio2BlobStore())
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, "site", "hush")
                .build();
        server.start();
        endpoint = "http://127.0.0.1:" + server.getPort();
        System.setProperty(KEY_ID, "site");
        System.setProperty(KEY, "hush");
        reader = S3Client.builder()
                .region(Region.US_EAST_1)
                .endpointOverride(URI.create(endpoint))
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("site", "hush")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        reader.createBucket(request -> request.bucket("evidence"));
    }

    @AfterAll
    static void stopServer() throws Exception {
        System.clearProperty(KEY_ID);
        System.clearProperty(KEY);
        reader.close();
        server.stop();
    }

    @Test
    void shouldNotShowThePasswordOfAnAddressThatIsNone() {
        assertThatThrownBy(() -> EvidenceBucket.of("s3://evidence", "ftp://me:secret@store", "us-east-1"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("@store: no address")
                .hasMessageNotContaining("secret");
    }

    @Test
    void shouldWriteReplaceAndSweep() throws Exception {
        try (var bucket = EvidenceBucket.of("s3://evidence/north/", endpoint, "us-east-1")) {
            bucket.put("dog/gate%201/" + A + ".flac", new byte[] {1});

            var uri = bucket.put("dog/gate%201/" + A + ".flac", new byte[] {1, 2});
            bucket.put("dog/gate%201/" + A + ".png", new byte[] {3});
            bucket.put("siren/gate/" + B + ".flac", new byte[] {4});

            assertThat(uri).isEqualTo(URI.create("s3://evidence/north/dog/gate%25201/" + A + ".flac"));
            assertThat(read("north/dog/gate%201/" + A + ".flac")).containsExactly(1, 2);
            assertThat(bucket.read(uri, EvidenceFile.CLIP)).contains(new byte[] {1, 2});
            assertThat(bucket.read(uri, EvidenceFile.PICTURE)).contains(new byte[] {3});
            assertThat(bucket.read(uri, EvidenceFile.SEPARATED)).isEmpty();
            var retention = new Retention(Map.of("siren", Duration.ZERO), DAY);
            assertThat(bucket.sweep(retention, Instant.now())).isZero();
            assertThat(bucket.sweep(retention, Instant.now().plus(DAY).plusSeconds(60)))
                    .isEqualTo(2);
            assertThatThrownBy(() -> read("north/dog/gate%201/" + A + ".png")).isInstanceOf(NoSuchKeyException.class);
            assertThat(read("north/siren/gate/" + B + ".flac")).containsExactly(4);
        }
    }

    @Test
    void shouldWriteBelowAPrefixOfAnyCharacters() throws Exception {
        for (String prefix : new String[] {"with a space", "Straße/+&#?=", "100%", "a%20b"}) {
            try (var bucket = EvidenceBucket.of("s3://evidence/" + prefix, endpoint, "us-east-1")) {
                URI uri = bucket.put("dog/gate/" + A + ".flac", new byte[] {7});

                String key = uri.getPath().substring(1);
                assertThat(key).isEqualTo(prefix + "/dog/gate/" + A + ".flac");
                assertThat(uri.getAuthority()).isEqualTo("evidence");
                assertThat(read(key)).containsExactly(7);
                assertThat(bucket.sweep(
                                new Retention(Map.of(), DAY),
                                Instant.now().plus(DAY).plusSeconds(60)))
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void shouldDeleteNothingThatItDidNotWriteAndNothingWhereItNeverWrote() throws Exception {
        String[] others = {
            "shared/dog/gate/holiday.flac",
            "shared/dog/" + A + ".flac",
            "shared/a/b/c/" + A + ".flac",
            "shared/" + B + ".png"
        };
        for (String key : others) {
            write(key);
        }
        write("strange/dog/gate/" + A + ".flac");
        Retention retention = new Retention(Map.of(), DAY);
        Instant later = Instant.now().plus(DAY).plusSeconds(60);

        try (var bucket = EvidenceBucket.of("s3://evidence/shared", endpoint, "us-east-1")) {
            bucket.put("dog/gate/" + A + ".flac", new byte[] {1});
            assertThat(bucket.sweep(retention, later)).isEqualTo(1);
        }
        try (var bucket = EvidenceBucket.of("s3://evidence/strange", endpoint, "us-east-1")) {
            assertThat(bucket.sweep(retention, later)).isZero();
        }

        for (String key : others) {
            assertThat(read(key)).hasSize(1);
        }
        assertThat(read("strange/dog/gate/" + A + ".flac")).hasSize(1);
    }

    @Test
    void shouldSayWhatItMayNotDelete() throws Exception {
        HttpServer other = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        other.createContext("/", exchange -> {
            String query = String.valueOf(exchange.getRequestURI().getQuery());
            String key = query.contains(".earshot-evidence") ? ".earshot-evidence" : "dog/gate/" + A + ".flac";
            byte[] answer = (exchange.getRequestMethod().equals("POST")
                            ? "<DeleteResult><Error><Key>" + key
                                    + "</Key><Code>AccessDenied</Code><Message>No.</Message>"
                                    + "</Error></DeleteResult>"
                            : "<ListBucketResult><IsTruncated>false</IsTruncated>"
                                    + (query.contains("delimiter")
                                            ? "<CommonPrefixes><Prefix>dog/</Prefix></CommonPrefixes>"
                                            : "<Contents><Key>" + key
                                                    + "</Key><LastModified>2020-01-01T00:00:00.000Z</LastModified></Contents>")
                                    + "</ListBucketResult>")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        other.start();
        try (var bucket = EvidenceBucket.of(
                "s3://evidence", "http://127.0.0.1:" + other.getAddress().getPort(), "us-east-1")) {
            assertThatThrownBy(() -> bucket.sweep(new Retention(Map.of(), DAY), Instant.now()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(
                            "1 old objects cannot be deleted, dog/gate/" + A + ".flac the first: AccessDenied");
        } finally {
            other.stop(0);
        }
    }

    @Test
    void shouldSayWhatItCannotWrite() {
        try (var bucket = EvidenceBucket.of("s3://nowhere", endpoint, "us-east-1")) {
            assertThatThrownBy(() -> bucket.put("dog/gate/a.flac", new byte[1]))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("s3://nowhere/.earshot-evidence: cannot be written: ");
        }
        assertThatThrownBy(() -> EvidenceBucket.of("gs://evidence", "", "us-east-1"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("gs://evidence: no bucket; write s3://BUCKET or s3://BUCKET/PREFIX");
        assertThatThrownBy(() -> EvidenceBucket.of("s3://evidence", "127.0.0.1", "us-east-1"))
                .isInstanceOf(ConfigurationException.class);
    }

    private static void write(String key) {
        reader.putObject(request -> request.bucket("evidence").key(key), RequestBody.fromBytes(new byte[1]));
    }

    private static byte[] read(String key) {
        return reader.getObjectAsBytes(request -> request.bucket("evidence").key(key))
                .asByteArray();
    }
}
