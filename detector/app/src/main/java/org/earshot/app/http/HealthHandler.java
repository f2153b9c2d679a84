package org.earshot.app.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers {@code /live} and {@code /ready} before anything else of the server sees a request, and keeps threads for
 * them: of all others no more than {@value #OTHERS} are worked on at a time, the rest are answered with an error.
 *
 * <p>{@code /live} is 200 unless a part is dead, then 503 and the orchestrator should restart the process. {@code /ready} is
 * 200 if every part is up. Both answer with the parts as JSON and never ask for a token. Safe for use by several threads.
 */
final class HealthHandler extends Handler.Wrapper {
    static final String LIVE = "/live";
    static final String READY = "/ready";
    /** A quarter of the server's threads. */
    private static final int OTHERS = 64;

    private final Supplier<List<Health>> parts;
    private final Semaphore others = new Semaphore(OTHERS);

    /** @param parts asked at every request, by several threads */
    HealthHandler(Supplier<List<Health>> parts) {
        this.parts = parts;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String path = Request.getPathInContext(request);
        if (path.equals(LIVE)) {
            answer(response, callback, part -> part.state() != Health.State.DEAD);
            return true;
        }
        if (path.equals(READY)) {
            answer(response, callback, part -> part.state() == Health.State.UP);
            return true;
        }
        if (!others.tryAcquire()) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, 1);
            Response.writeError(request, response, callback, HttpStatus.SERVICE_UNAVAILABLE_503, "busy, come again");
            return true;
        }
        try {
            return super.handle(request, response, callback);
        } finally {
            others.release();
        }
    }

    private void answer(Response response, Callback callback, Predicate<Health> isWell) {
        List<Health> now = parts.get();
        boolean well = now.stream().allMatch(isWell);
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("ok", well);
        for (Health part : now) {
            body.putObject(part.part()).put("state", part.state().name()).put("detail", part.detail());
        }
        response.setStatus(well ? HttpStatus.OK_200 : HttpStatus.SERVICE_UNAVAILABLE_503);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.write(true, ByteBuffer.wrap(body.toString().getBytes(StandardCharsets.UTF_8)), callback);
    }
}
