package org.earshot.detector.app.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * {@code /live}: 200 unless a part is dead, then 503 and the orchestrator should restart the process. {@code /ready}: 200
 * if every part is up. Both answer with the parts as JSON and never ask for a token.
 */
public final class HealthRoutes implements HttpRoutes {
    public static final String LIVE = "/live";
    public static final String READY = "/ready";

    private final Supplier<List<Health>> parts;

    /** @param parts asked at every request, by several threads */
    public HealthRoutes(Supplier<List<Health>> parts) {
        this.parts = parts;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(LIVE, context -> {
            List<Health> now = parts.get();
            answer(context, now.stream().noneMatch(part -> part.state() == Health.State.DEAD), now);
        });
        routes.get(READY, context -> {
            List<Health> now = parts.get();
            answer(context, now.stream().allMatch(part -> part.state() == Health.State.UP), now);
        });
    }

    private static void answer(Context context, boolean well, List<Health> parts) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("ok", well);
        for (Health part : parts) {
            body.put(part.part(), Map.of("state", part.state().name(), "detail", part.detail()));
        }
        context.status(well ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE).json(body);
    }
}
