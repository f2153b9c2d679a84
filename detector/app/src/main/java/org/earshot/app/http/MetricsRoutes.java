package org.earshot.app.http;

import io.javalin.config.RoutesConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** {@code /metrics} in the text formats of Prometheus. */
public final class MetricsRoutes implements HttpRoutes {
    public static final String METRICS = "/metrics";
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN_METRICS = "application/openmetrics-text";

    private final PrometheusMeterRegistry registry;

    public MetricsRoutes(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(METRICS, context -> {
            String accepted = context.header("Accept");
            boolean open = accepted != null && accepted.contains(OPEN_METRICS);
            String type = open ? OPEN_METRICS + "; version=1.0.0; charset=utf-8" : TEXT;
            context.contentType(type).result(registry.scrape(type));
        });
    }
}
