package org.earshot.app.http;

import io.javalin.Javalin;
import io.javalin.http.HttpStatus;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.function.Supplier;
import org.earshot.app.config.HttpSection;
import org.earshot.core.model.ConfigurationException;
import org.eclipse.jetty.server.handler.MinimumDataRateHandler;

/** The process's HTTP server. Runs from {@link #start} to {@link #close()}. */
public final class HttpServer implements AutoCloseable {
    private static final long MOST_BODY_BYTES = 64 * 1024;
    /** A request whose body comes more slowly is dropped, since it occupies a thread. */
    private static final long LEAST_BODY_BYTES_A_SECOND = 50;

    private final Javalin javalin;
    private final String bind;
    private final List<HttpRoutes> groups;

    private HttpServer(Javalin javalin, String bind, List<HttpRoutes> groups) {
        this.javalin = javalin;
        this.bind = bind;
        this.groups = List.copyOf(groups);
    }

    /** The same without health, for a program whose end everybody sees. */
    public static HttpServer start(HttpSettings settings, List<HttpRoutes> groups) {
        return start(settings, List::of, groups);
    }

    /**
     * Starts it.
     *
     * @param health the parts that {@code /live} and {@code /ready} report, asked at every request, by several threads
     * @throws ConfigurationException if the address cannot be listened on
     */
    public static HttpServer start(HttpSettings settings, Supplier<List<Health>> health, List<HttpRoutes> groups) {
        Guard guard = new Guard(settings.token());
        Javalin javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.http.maxRequestSize = MOST_BODY_BYTES;
            HealthHandler first = new HealthHandler(health);
            first.setHandler(new MinimumDataRateHandler(LEAST_BODY_BYTES_A_SECOND, 0));
            config.jetty.modifyServer(server -> server.setHandler(first));
            config.routes.before(context -> {
                context.header("X-Content-Type-Options", "nosniff");
                context.header("Cache-Control", "no-store");
                guard.check(context);
            });
            // A client that went away or was too slow is no fault of the server and not logged.
            config.routes.exception(IOException.class, (gone, context) -> context.status(HttpStatus.BAD_REQUEST));
            guard.addTo(config.routes);
            groups.forEach(group -> group.addTo(config.routes));
        });
        try {
            javalin.start(settings.bind(), settings.port());
        } catch (JavalinBindException e) {
            throw taken(settings, e);
        }
        return new HttpServer(javalin, settings.bind(), groups);
    }

    /**
     * Looks whether the address can be listened on, for a program that has long work to do before it does.
     *
     * @throws ConfigurationException if it cannot
     */
    public static void requireFree(HttpSettings settings) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(settings.bind(), settings.port()));
        } catch (IOException e) {
            throw taken(settings, e);
        }
    }

    private static ConfigurationException taken(HttpSettings settings, Exception e) {
        return new ConfigurationException(
                "http: cannot listen on " + settings.bind() + ":" + settings.port() + "; is another program there? Set "
                        + HttpSection.PORT + ", 0 takes any free port",
                e);
    }

    public int port() {
        return javalin.port();
    }

    /** Where it answers, for messages. */
    public String url() {
        return "http://" + (bind.contains(":") ? "[" + bind + "]" : bind) + ":" + port();
    }

    @Override
    public void close() {
        // Jetty cannot stop properly while a stream of events is open.
        groups.forEach(HttpRoutes::close);
        javalin.stop();
    }
}
