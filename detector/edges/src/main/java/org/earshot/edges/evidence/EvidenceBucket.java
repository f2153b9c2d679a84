package org.earshot.edges.evidence;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.earshot.core.model.ConfigurationException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Keeps evidence in a bucket of Amazon's S3 or of a store that speaks like it. Credentials come from the environment, from the
 * credentials file, or from the role of the machine, in this order.
 */
public final class EvidenceBucket implements EvidenceStore {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
    private static final Duration CALL_WITHIN = Duration.ofSeconds(20);

    private final S3Client client;
    private final String bucket;
    private final String prefix;
    private volatile boolean marked;

    private EvidenceBucket(S3Client client, String bucket, String prefix) {
        this.client = client;
        this.bucket = bucket;
        this.prefix = prefix;
    }

    /**
     * A bucket.
     *
     * @param place {@code s3://BUCKET} or {@code s3://BUCKET/PREFIX}
     * @param endpoint address of the store, or empty for Amazon's
     * @param region of the bucket
     * @throws ConfigurationException if place or endpoint are none
     */
    public static EvidenceBucket of(String place, String endpoint, String region) {
        String[] parts = place.replaceFirst("^s3://", "").split("/", 2);
        if (!place.startsWith("s3://") || parts[0].isEmpty()) {
            throw new ConfigurationException(place + ": no bucket; write s3://BUCKET or s3://BUCKET/PREFIX");
        }
        String prefix = parts.length == 1 ? "" : parts[1].replaceFirst("/*$", "");
        return new EvidenceBucket(client(endpoint, region), parts[0], prefix.isEmpty() ? "" : prefix + "/");
    }

    /** The region that is given, else the environment's. */
    static String region(String given) {
        String fromEnvironment = System.getenv("AWS_REGION");
        return !given.isEmpty()
                ? given
                : fromEnvironment == null || fromEnvironment.isBlank() ? "us-east-1" : fromEnvironment;
    }

    /**
     * The address of a store, checked.
     *
     * @param text may be empty for Amazon's
     * @throws IllegalArgumentException if it is none
     */
    public static String endpoint(String text) {
        URI uri = URI.create(text);
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!text.isEmpty() && (!http || uri.getHost() == null)) {
            throw new IllegalArgumentException("no address of a store; write http://HOST:PORT");
        }
        return text;
    }

    private static S3Client client(String endpoint, String region) {
        try {
            S3ClientBuilder builder = S3Client.builder()
                    .region(Region.of(region))
                    .httpClientBuilder(UrlConnectionHttpClient.builder()
                            .connectionTimeout(CONNECT_WITHIN)
                            .socketTimeout(CALL_WITHIN))
                    .overrideConfiguration(settings -> settings.apiCallTimeout(CALL_WITHIN))
                    // Stores that are not Amazon's often know neither the newer checksums nor signed chunks.
                    .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                    .serviceConfiguration(settings -> settings.chunkedEncodingEnabled(false));
            if (!endpoint.isEmpty()) {
                builder.endpointOverride(URI.create(endpoint(endpoint))).forcePathStyle(true);
            }
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    endpoint.replaceFirst("//.*@", "//********@") + ": no address of a store; write http://HOST:PORT",
                    e);
        }
    }

    @Override
    public URI put(String name, byte[] bytes) throws IOException {
        if (!marked) {
            write(EvidenceNames.MARKER, EvidenceNames.marker());
            marked = true;
        }
        return write(name, bytes);
    }

    @Override
    public Optional<byte[]> read(String name) throws IOException {
        String key = prefix + name;
        try (ResponseInputStream<GetObjectResponse> object =
                client.getObject(request -> request.bucket(bucket).key(key))) {
            byte[] bytes = object.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                object.abort();
                throw new IOException("s3://" + bucket + '/' + key + ": larger than any evidence; not read");
            }
            return Optional.of(bytes);
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw new IOException("s3://" + bucket + '/' + key + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private URI write(String name, byte[] bytes) throws IOException {
        String key = prefix + name;
        try {
            client.putObject(
                    request -> request.bucket(bucket).key(key).contentType(type(name)), RequestBody.fromBytes(bytes));
        } catch (SdkException e) {
            throw new IOException("s3://" + bucket + '/' + key + ": cannot be written: " + e.getMessage(), e);
        }
        return address(key);
    }

    /** With {@code %XX} for what an address cannot hold, so that its path is the key again. */
    private URI address(String key) {
        try {
            return URI.create(new URI("s3", bucket, "/" + key, null, null).toASCIIString());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("no address for s3://" + bucket + '/' + key, e);
        }
    }

    @Override
    public int sweep(Retention retention, Instant now) throws IOException {
        try {
            String marker = prefix + EvidenceNames.MARKER;
            if (client.listObjectsV2(request -> request.bucket(bucket).prefix(marker)).contents().stream()
                    .noneMatch(object -> object.key().equals(marker))) {
                return 0;
            }
            int deleted = 0;
            List<S3Error> kept = new ArrayList<>();
            List<String> labels = new ArrayList<>();
            client
                    .listObjectsV2Paginator(
                            request -> request.bucket(bucket).prefix(prefix).delimiter("/"))
                    .commonPrefixes()
                    .stream()
                    .map(CommonPrefix::prefix)
                    .forEach(labels::add);
            for (String label : labels) {
                String folder = label.substring(prefix.length(), label.length() - 1);
                Instant oldest = retention.oldest(folder, now);
                deleted += oldest.equals(Instant.MIN) ? 0 : sweep(label, oldest, kept);
            }
            if (!kept.isEmpty()) {
                S3Error first = kept.get(0);
                throw new IOException("s3://" + bucket + '/' + prefix + ": " + kept.size()
                        + " old objects cannot be deleted, " + first.key() + " the first: " + first.code() + " "
                        + first.message() + "; let these credentials delete objects (s3:DeleteObject)");
            }
            return deleted;
        } catch (SdkException e) {
            throw new IOException("s3://" + bucket + '/' + prefix + ": cannot be swept: " + e.getMessage(), e);
        }
    }

    /** @param kept gets what could not be deleted: the service answers that one by one, and not as a fault */
    private int sweep(String label, Instant oldest, List<S3Error> kept) {
        int deleted = 0;
        for (ListObjectsV2Response page :
                client.listObjectsV2Paginator(request -> request.bucket(bucket).prefix(label))) {
            List<ObjectIdentifier> old = new ArrayList<>();
            for (S3Object object : page.contents()) {
                if (EvidenceNames.isEvidence(object.key().substring(prefix.length()))
                        && object.lastModified().isBefore(oldest)) {
                    old.add(ObjectIdentifier.builder().key(object.key()).build());
                }
            }
            if (!old.isEmpty()) {
                Delete these = Delete.builder().objects(old).quiet(true).build();
                List<S3Error> errors = client.deleteObjects(
                                request -> request.bucket(bucket).delete(these))
                        .errors();
                kept.addAll(errors);
                deleted += old.size() - errors.size();
            }
        }
        return deleted;
    }

    private static String type(String name) {
        if (name.equals(EvidenceNames.MARKER)) {
            return "text/plain";
        }
        return name.endsWith(EvidenceNames.PICTURE) ? "image/png" : "audio/flac";
    }

    @Override
    public void close() {
        client.close();
    }
}
