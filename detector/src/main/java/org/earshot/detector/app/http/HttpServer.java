package org.earshot.detector.app.http;

import io.javalin.Javalin;
import io.javalin.util.JavalinBindException;
import java.util.List;
import org.earshot.detector.app.config.ConfigKeys;
import org.earshot.detector.model.ConfigurationException;

/** The process's HTTP server. Runs from {@link #start} to {@link #close()}. */
public final class HttpServer implements AutoCloseable {
    private final Javalin javalin;
    private final String bind;
    private final List<HttpRoutes> groups;

    private HttpServer(Javalin javalin, String bind, List<HttpRoutes> groups) {
        this.javalin = javalin;
        this.bind = bind;
        this.groups = List.copyOf(groups);
    }

    /** @throws ConfigurationException if the address cannot be listened on */
    public static HttpServer start(HttpSettings settings, List<HttpRoutes> groups) {
        Guard guard = new Guard(settings.token());
        Javalin javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.routes.before(context -> {
                context.header("X-Content-Type-Options", "nosniff");
                context.header("Cache-Control", "no-store");
                guard.check(context);
            });
            groups.forEach(group -> group.addTo(config.routes));
        });
        try {
            javalin.start(settings.bind(), settings.port());
        } catch (JavalinBindException e) {
            throw new ConfigurationException(
                    "http: cannot listen on " + settings.bind() + ":" + settings.port()
                            + "; is another program there? Set " + ConfigKeys.HTTP_PORT + ", 0 takes any free port",
                    e);
        }
        return new HttpServer(javalin, settings.bind(), groups);
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
