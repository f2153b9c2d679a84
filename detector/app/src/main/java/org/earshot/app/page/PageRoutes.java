package org.earshot.app.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.ServiceUnavailableResponse;
import io.javalin.http.UnsupportedMediaTypeResponse;
import io.javalin.http.sse.SseClient;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.earshot.app.http.Health;
import org.earshot.app.http.HttpRoutes;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.model.Naming;
import org.earshot.edges.evidence.EvidenceStore;
import org.earshot.schema.SoundEvent;
import org.earshot.schema.SourceLevel;
import org.earshot.schema.SourceState;
import org.earshot.streams.framing.RecordFormat;
import org.earshot.streams.framing.SchemaRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The addresses of the page: the files of the page itself, the stream of messages, what a browser looks at, and what
 * people say of events. Everything that came from outside reaches the browser as JSON and is shown as text only.
 */
public final class PageRoutes implements HttpRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(PageRoutes.class);
    private static final String FILES = "/org/earshot/page/";
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");
    private static final List<String> PAGE_FILES = List.of(
            "style.css",
            "icon.svg",
            "js/main.js",
            "js/feed.js",
            "js/sources.js",
            "js/tiles.js",
            "js/minutes.js",
            "js/picture.js",
            "js/events.js",
            "js/details.js",
            "js/review.js",
            "js/heat.js",
            "js/facts.js",
            "js/health.js",
            "js/banner.js",
            "js/labels.js",
            "js/theme.js",
            "js/times.js");
    private static final int MOST_BODY_BYTES = 64 * 1024;
    /** Requests with a body that are read at a time: a slow one holds a thread. */
    private static final int MOST_BODIES = 8;

    private static final int MOST_FOUND = 200;
    private static final long HEALTH_PACE_MS = 1_000;
    private static final Duration LEVELS_PAST = Duration.ofHours(1);
    /** As far back as events are searched, as a rule. */
    private static final Duration REVIEWS_PAST = Duration.ofDays(30);

    private final PageSettings settings;
    private final MaskNetwork network;
    private final Supplier<List<Health>> health;
    private final Semaphore bodies = new Semaphore(MOST_BODIES);
    private final PageClients clients = new PageClients();
    private final EventHistory history = new EventHistory();
    private final EventFeed events;
    private final SoundFeed sounds;
    private final Reviews reviews;
    private final Verdicts verdicts = new Verdicts();
    private final LevelHistory levels = new LevelHistory();
    private final RecordFormat<SourceLevel> levelFormat;
    private final EventSearch search;
    private final EvidenceRoute evidence;
    private final List<PageThread> threads = new ArrayList<>();
    private final ObjectMapper mapper = new ObjectMapper();

    /**
     * Begins to follow the topics.
     *
     * @param network the network in use, for names, and for the outlines of masks
     * @param health the parts of the process, asked once a second
     */
    public PageRoutes(PageSettings settings, MaskNetwork network, Supplier<List<Health>> health) {
        this.settings = settings;
        this.network = network;
        this.health = health;
        this.sounds = new SoundFeed(settings, network, clients);
        this.events = new EventFeed(settings, history, clients, sounds::onEvent);
        this.reviews = new Reviews(settings);
        this.search = new EventSearch(settings, verdicts);
        this.levelFormat = RecordFormat.of(
                new SourceLevel(),
                SchemaRegistry.of(settings.kafka()),
                settings.topics().levels());
        this.evidence = new EvidenceRoute(settings.evidence());
        threads.add(new PageThread("page-events", events::follow));
        threads.add(new PageThread("page-sounds", sounds::follow));
        threads.add(new PageThread("page-health", this::followHealth));
        threads.add(new PageThread(
                "page-levels",
                new TopicFollower(settings.kafka(), settings.topics().levels(), LEVELS_PAST, this::level)::follow));
        threads.add(new PageThread(
                "page-reviews",
                new TopicFollower(settings.kafka(), settings.reviewsTopic(), REVIEWS_PAST, this::reviewed)::follow));
        threads.add(new PageThread("page-lag", new LagWatch(settings, history, clients)::follow));
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/", context -> {
            if (context.queryString() != null) {
                // A token in the address must not stay there, where shoulders and histories see it.
                context.redirect("./");
            } else {
                file(context, "index.html");
            }
        });
        PAGE_FILES.forEach(name -> routes.get("/" + name, context -> file(context, name)));
        routes.before("/api/stream", context -> {
            if (clients.isFull()) {
                throw new ServiceUnavailableResponse(PageClients.MOST + " browsers look already, come again later");
            }
        });
        routes.sse("/api/stream", this::connect);
        routes.get("/api/sources", this::find);
        routes.get("/api/events", search::get);
        routes.get("/api/evidence", evidence::get);
        routes.post("/api/watch", this::watch);
        routes.post("/api/reviews", this::review);
    }

    @Override
    public void close() {
        threads.forEach(PageThread::close);
        clients.closeAll();
        reviews.close();
        settings.evidence().ifPresent(EvidenceStore::close);
    }

    private static void file(Context context, String name) throws IOException {
        try (InputStream file = PageRoutes.class.getResourceAsStream(FILES + name)) {
            context.header("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'; base-uri 'none'");
            context.header("Referrer-Policy", "no-referrer");
            context.contentType(TYPES.get(name.substring(name.lastIndexOf('.') + 1)));
            context.result(file.readAllBytes());
        }
    }

    private void connect(SseClient connection) {
        connection.keepAlive();
        PageClient client = new PageClient(connection);
        connection.onClose(() -> clients.remove(client));
        if (clients.add(client, () -> greet(client))) {
            client.start();
        } else {
            connection.close();
        }
    }

    private void greet(PageClient client) {
        client.offer("hello", PageJson.hello(client, network).toString());
        client.offer("health", PageJson.troubles(health.get()).toString());
        client.offer("sources", PageJson.sources(events.sources().all()).toString());
        client.offer("events", PageJson.events(history.newest()).toString());
        client.offer("reviews", verdicts.of(history.newest()).toString());
        client.offer("heat", history.heat(Instant.now()).toString());
    }

    private void level(ConsumerRecord<byte[], byte[]> record) {
        try {
            SourceLevel level = levelFormat.decode(record.value());
            levels.add(level);
            clients.tellWatchers(level.getSourceId(), "levels", LevelHistory.of(level));
        } catch (SerializationException e) {
            LOG.debug("topic {}: a record that is no level", record.topic());
        }
    }

    private void reviewed(ConsumerRecord<byte[], byte[]> record) {
        verdicts.add(record.value()).ifPresent(said -> clients.tellAll("reviews", Verdicts.message(said)));
    }

    /** Tells the browsers what is not well, when it changes. */
    private void followHealth(PageThread.Stop stop) throws InterruptedException {
        JsonNode told = PageJson.troubles(List.of());
        while (!stop.isAsked()) {
            JsonNode now = PageJson.troubles(health.get());
            if (!now.equals(told)) {
                told = now;
                clients.tellAll("health", now);
            }
            stop.pause(HEALTH_PACE_MS);
        }
    }

    /** Sources by a part of their name and by state, also those that are too many to be shown. */
    private void find(Context context) {
        String words = Optional.ofNullable(context.queryParam("find")).orElse("");
        SourceState state = Arrays.stream(SourceState.values())
                .filter(known -> known.name().equals(context.queryParam("state")))
                .findFirst()
                .orElse(null);
        context.contentType("application/json")
                .result(PageJson.rows(events.sources().select(words, state, MOST_FOUND))
                        .toString());
    }

    private void watch(Context context) {
        JsonNode body = body(context);
        List<String> sources = new ArrayList<>();
        body.path("sources").forEach(source -> sources.add(source.asText()));
        String client = body.path("client").asText();
        boolean known = clients.watch(
                client,
                sources,
                "levels",
                () -> levels.of(sources.stream().limit(PageClient.MOST_WATCHED).toList()));
        context.status(known ? HttpStatus.NO_CONTENT : HttpStatus.NOT_FOUND);
    }

    private void review(Context context) throws InterruptedException {
        JsonNode body = body(context);
        Reviews.Verdict verdict = Arrays.stream(Reviews.Verdict.values())
                .filter(known -> known.word().equals(body.path("verdict").asText()))
                .findFirst()
                .orElseThrow(() -> new BadRequestResponse("verdict must be true, false or withdrawn"));
        String heard = body.path("heard").asText("");
        // Any name that a label may have: what the model has no label for is worth teaching it.
        if (!heard.isEmpty()) {
            Naming.LABEL.fault(heard).ifPresent(fault -> {
                throw new BadRequestResponse("heard " + fault);
            });
        }
        String id = body.path("event_id").asText();
        Optional<SoundEvent> event = history.find(id).or(() -> search.find(id));
        if (event.isEmpty()) {
            context.status(HttpStatus.NOT_FOUND);
            return;
        }
        boolean written = reviews.write(event.get(), verdict, heard);
        context.status(written ? HttpStatus.NO_CONTENT : HttpStatus.SERVICE_UNAVAILABLE);
    }

    /** Only JSON is taken: a form of another site cannot send that without the browser asking here first. */
    private JsonNode body(Context context) {
        String type = context.contentType();
        if (type == null || !type.startsWith("application/json")) {
            throw new UnsupportedMediaTypeResponse("send application/json");
        }
        if (context.contentLength() > MOST_BODY_BYTES) {
            throw new BadRequestResponse("too large");
        }
        if (!bodies.tryAcquire()) {
            throw new ServiceUnavailableResponse("busy, come again");
        }
        try {
            return mapper.readTree(context.body());
        } catch (JsonProcessingException e) {
            throw new BadRequestResponse("not JSON");
        } finally {
            bodies.release();
        }
    }
}
