package org.earshot.app.page;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.ServiceUnavailableResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.earshot.edges.evidence.EvidenceFile;
import org.earshot.edges.evidence.EvidenceStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands out what is kept of an event: {@code clip} is the address that the event record has, {@code file} one of {@code clip},
 * {@code separated} and {@code picture}. Whatever the address says, nothing but evidence of the configured store is read. 204 where there
 * is no such file. Safe for several threads.
 */
final class EvidenceRoute {
    private static final Logger LOG = LoggerFactory.getLogger(EvidenceRoute.class);
    /** Each holds a whole file in memory. */
    private static final int MOST_AT_A_TIME = 8;

    private final Optional<EvidenceStore> store;
    private final Semaphore readers = new Semaphore(MOST_AT_A_TIME);

    EvidenceRoute(Optional<EvidenceStore> store) {
        this.store = store;
    }

    void get(Context context) {
        EvidenceFile file = Arrays.stream(EvidenceFile.values())
                .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(context.queryParam("file")))
                .findFirst()
                .orElseThrow(() -> new BadRequestResponse("file must be clip, separated or picture"));
        URI clip = address(context.queryParam("clip"));
        if (!readers.tryAcquire()) {
            throw new ServiceUnavailableResponse("busy, come again");
        }
        try {
            Optional<byte[]> bytes =
                    store.isEmpty() ? Optional.empty() : store.get().read(clip, file);
            if (bytes.isEmpty()) {
                context.status(HttpStatus.NO_CONTENT);
                return;
            }
            context.contentType(file.type());
            // A file of an event never changes; a player asks for it again and again.
            context.header("Cache-Control", "private, max-age=3600");
            send(context, bytes.get());
        } catch (IOException e) {
            LOG.warn("page: evidence: {}", e.getMessage());
            context.status(HttpStatus.BAD_GATEWAY);
        } finally {
            readers.release();
        }
    }

    private static void send(Context context, byte[] bytes) {
        context.header("Accept-Ranges", "bytes");
        Optional<ByteRange> part = ByteRange.of(context.header("Range"), bytes.length);
        if (part.isEmpty()) {
            context.result(bytes);
        } else if (part.get().isEmpty()) {
            context.header("Content-Range", "bytes */" + bytes.length).status(HttpStatus.RANGE_NOT_SATISFIABLE);
        } else {
            int from = part.get().from();
            int to = part.get().to();
            context.header("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + bytes.length)
                    .status(HttpStatus.PARTIAL_CONTENT)
                    .result(Arrays.copyOfRange(bytes, from, to));
        }
    }

    private static URI address(String text) {
        if (text == null) {
            throw new BadRequestResponse("clip is missing");
        }
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new BadRequestResponse("clip is no address");
        }
    }
}
