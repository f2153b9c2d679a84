package org.earshot.app.http;

import io.javalin.config.RoutesConfig;

/** A group of addresses that the server answers: health, metrics, pages. */
@FunctionalInterface
public interface HttpRoutes extends AutoCloseable {
    /** Adds its addresses; called once, before the server starts. */
    void addTo(RoutesConfig routes);

    /** Ends what it keeps open towards clients; called once, before the server stops. */
    @Override
    default void close() {}
}
