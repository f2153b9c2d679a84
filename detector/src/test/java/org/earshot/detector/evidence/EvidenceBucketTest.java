package org.earshot.detector.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.earshot.detector.model.ConfigurationException;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** A server that speaks S3 and checks signatures; the credentials come from where the environment's would. */
class EvidenceBucketTest {
    private static final String KEY_ID = "aws.accessKeyId";
    private static final String KEY = "aws.secretAccessKey";
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
    void shouldWriteReplaceAndSweep() throws Exception {
        try (var bucket = EvidenceBucket.of("s3://evidence/north/", endpoint, "us-east-1")) {
            bucket.put("dog/gate%201/a.flac", new byte[] {1});

            var uri = bucket.put("dog/gate%201/a.flac", new byte[] {1, 2});
            bucket.put("dog/gate%201/a.png", new byte[] {3});
            bucket.put("siren/gate/b.flac", new byte[] {4});

            assertThat(uri).isEqualTo(URI.create("s3://evidence/north/dog/gate%201/a.flac"));
            assertThat(read("north/dog/gate%201/a.flac")).containsExactly(1, 2);
            var retention = new Retention(Map.of("siren", Duration.ZERO), DAY);
            assertThat(bucket.sweep(retention, Instant.now())).isZero();
            assertThat(bucket.sweep(retention, Instant.now().plus(DAY).plusSeconds(60)))
                    .isEqualTo(2);
            assertThatThrownBy(() -> read("north/dog/gate%201/a.png")).isInstanceOf(NoSuchKeyException.class);
            assertThat(read("north/siren/gate/b.flac")).containsExactly(4);
        }
    }

    @Test
    void shouldSayWhatItCannotWrite() {
        try (var bucket = EvidenceBucket.of("s3://nowhere", endpoint, "us-east-1")) {
            assertThatThrownBy(() -> bucket.put("dog/gate/a.flac", new byte[1]))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("s3://nowhere/dog/gate/a.flac: cannot be written: ");
        }
        assertThatThrownBy(() -> EvidenceBucket.of("gs://evidence", "", "us-east-1"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("gs://evidence: no bucket; write s3://BUCKET or s3://BUCKET/PREFIX");
        assertThatThrownBy(() -> EvidenceBucket.of("s3://evidence", "127.0.0.1", "us-east-1"))
                .isInstanceOf(ConfigurationException.class);
    }

    private static byte[] read(String key) {
        return reader.getObjectAsBytes(request -> request.bucket("evidence").key(key))
                .asByteArray();
    }
}
