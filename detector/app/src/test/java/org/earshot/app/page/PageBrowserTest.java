package org.earshot.app.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.earshot.app.http.Health;
import org.earshot.app.http.HttpServer;
import org.earshot.app.http.HttpSettings;
import org.earshot.app.setup.EmbeddedBroker;
import org.earshot.core.NeedsProgram;
import org.earshot.core.infer.DeviceChoice;
import org.earshot.core.infer.InferenceSettings;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.infer.OnnxMaskNetwork;
import org.earshot.core.model.ModelFile;
import org.earshot.schema.AudioChunk;
import org.earshot.schema.AudioEncoding;
import org.earshot.schema.EventPhase;
import org.earshot.schema.SourceState;
import org.earshot.schema.SourceStatus;
import org.earshot.streams.framing.SampleEvents;
import org.earshot.streams.framing.SingleObjectSerde;
import org.earshot.streams.topology.Topics;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The page in a real browser, fed through a real broker. Skipped where there is no Chromium. */
@Tag("integration")
@NeedsProgram("chromium")
class PageBrowserTest {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final String HOSTILE = "<img src=x onerror=\"document.title='owned'\">";
    private static final String REVIEWS = "earshot.reviews";
    /** A browser without a GPU on a busy machine takes its time. */
    private static final double PATIENCE_MS = 30_000;

    private static final AtomicReference<List<Health>> HEALTH = new AtomicReference<>(List.of());

    private static EmbeddedBroker broker;
    private static Playwright playwright;
    private static Browser browser;
    private static MaskNetwork network;
    private static HttpServer server;
    private static Producer<byte[], byte[]> producer;
    private final List<String> complaints = new ArrayList<>();
    private Page page;

    @BeforeAll
    static void startEverything() throws Exception {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
        broker = EmbeddedBroker.start();
        Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (Admin admin = Admin.create(kafka)) {
            Topics.DEFAULT.create(admin, 2, Optional.empty());
            admin.createTopics(List.of(new NewTopic(REVIEWS, 1, (short) 1)))
                    .all()
                    .get();
        }
        producer = new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
        network = OnnxMaskNetwork.open(
                ModelFile.read(Path.of("../core/src/test/resources/tiny.onnx")),
                DeviceChoice.parse("cpu"),
                InferenceSettings.singleThreaded());
        var routes = new PageRoutes(new PageSettings(Topics.DEFAULT, REVIEWS, kafka, "earshot"), network, HEALTH::get);
        server = HttpServer.start(new HttpSettings("127.0.0.1", 0, ""), List.of(routes));
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking")));
        status("door-1", SourceState.HEALTHY);
        status("door-2", SourceState.CLIPPED);
        status(HOSTILE, SourceState.HEALTHY);
        event("door-1", "0001", EventPhase.STARTED, Instant.now());
        event(HOSTILE, "0002", EventPhase.ENDED, Instant.now().minusSeconds(7_200));
    }

    @AfterAll
    static void stopEverything() throws Exception {
        for (AutoCloseable part : new AutoCloseable[] {browser, playwright, server, network, producer, broker}) {
            if (part != null) {
                part.close();
            }
        }
    }

    @BeforeEach
    void openPage() {
        page = browser.newPage();
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.navigate("http://127.0.0.1:" + server.port() + "/");
        assertThat(page.locator("#event-rows tr")).hasCount(2);
        assertThat(page.locator("#source-strip button")).hasCount(3);
    }

    @AfterEach
    void closePage() {
        if (page != null) {
            page.close();
            assertThat(complaints).isEmpty();
        }
    }

    @Test
    void shouldShowWhatCameFromOutsideAsTextOnly() {
        assertThat(page.locator("#event-rows")).containsText(HOSTILE);
        assertThat(page.locator("#source-strip")).containsText(HOSTILE);
        assertThat(page.locator("img")).hasCount(0);
        assertThat(page).hasTitle("Earshot");
    }

    @Test
    void shouldPutWhatNeedsALookFirst() {
        assertThat(page.locator("#source-strip button").first()).hasAttribute("aria-label", "door-2, clipped");
        assertThat(page.locator("#source-strip button").first()).containsText("clipped");
        assertThat(page.locator("#fact-sources")).hasText("3, 1 needs a look");
    }

    @Test
    void shouldSayAboveEverythingWhatIsWrongWithTheDetectorAndForgetItWhenItIsWell() {
        assertThat(page.locator("#banner")).isHidden();
        assertThat(page.locator("#connection")).hasText("Live");

        HEALTH.set(List.of(Health.of("kafka", false, "unreachable since 2026-03-01T10:00:00Z")));

        assertThat(page.locator("#banner")).containsText("Kafka: unreachable since");
        assertThat(page.locator("#connection")).hasText("Detector in trouble");

        HEALTH.set(List.of());

        assertThat(page.locator("#banner")).isHidden();
        assertThat(page.locator("#connection")).hasText("Live");
    }

    @Test
    void shouldTurnBrowsersAwayWhenThereAreMoreThanItHasThreadsFor() throws Exception {
        Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
        var settings = new PageSettings(Topics.DEFAULT, REVIEWS, kafka, "earshot");
        List<Socket> browsers = new ArrayList<>();
        try (HttpServer own = HttpServer.start(
                new HttpSettings("127.0.0.1", 0, ""), List.of(new PageRoutes(settings, network, List::of)))) {
            for (int n = 0; n < PageClients.MOST; n++) {
                browsers.add(new Socket("127.0.0.1", own.port()));
                assertThat(answer(browsers.get(n))).contains("200");
            }
            // A browser counts from its greeting, a moment after it was answered.
            page.waitForCondition(() -> {
                try (Socket more = new Socket("127.0.0.1", own.port())) {
                    return answer(more).contains("503");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } finally {
            for (Socket browser : browsers) {
                browser.close();
            }
        }
    }

    private static String answer(Socket browser) throws IOException {
        browser.getOutputStream()
                .write("GET /api/stream HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
        return new BufferedReader(new InputStreamReader(browser.getInputStream(), StandardCharsets.US_ASCII))
                .readLine();
    }

    @Test
    void shouldForgetASourceWhoseStatusWasDeleted() throws Exception {
        status("door-3", SourceState.HEALTHY);
        assertThat(page.locator("#source-strip button")).hasCount(4);

        producer.send(new ProducerRecord<>(
                        Topics.DEFAULT.sourceStatus(), "door-3".getBytes(StandardCharsets.UTF_8), null))
                .get();

        assertThat(page.locator("#source-strip button")).hasCount(3);
        assertThat(page.locator("#fact-sources")).hasText("3, 1 needs a look");
    }

    @Test
    void shouldFindEventsByWordsAndScore() {
        page.locator("#event-search").fill("door-1");
        assertThat(page.locator("#event-rows tr")).hasCount(1);
        page.locator("#event-search").fill("");
        page.locator("#event-score").fill("0.95");
        assertThat(page.locator("#event-rows tr")).hasCount(0);
    }

    @Test
    void shouldWriteWhatAPersonSaysOfAnEvent() throws Exception {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^No: .* at door-1")))
                .click();

        JsonNode review = lastReview();
        assertThat(review.path("verdict").asBoolean(true)).isFalse();
        assertThat(review.path("source_id").asText()).isEqualTo("door-1");
        assertThat(review.path("event_id").asText()).isEqualTo("0001");
        assertThat(page.locator("#event-rows button[aria-pressed=true]")).hasText("No");
    }

    @Test
    void shouldDrawTheSoundOfAnOpenTileAndOfNoOther() throws Exception {
        page.locator("#source-strip button").filter(named("door-2")).click();
        assertThat(page.locator(".tile")).hasCount(2);
        assertThat(page.locator(".tile[data-source=door-1]")).containsText("Waiting for sound");
        long[] sample = {0};
        page.waitForCondition(
                () -> {
                    chunk("door-1", sample[0]);
                    sample[0] += 8_000;
                    return bright(page, "door-1") > 0;
                },
                new Page.WaitForConditionOptions().setTimeout(20_000));
        assertThat(page.locator(".tile[data-source=door-2]")).hasCount(0);
    }

    @Test
    void shouldWorkByKeyboardAlone() {
        page.locator("#source-strip button").first().focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("#source-strip button").first()).hasAttribute("aria-pressed", "false");
        page.keyboard().press("Enter");
        assertThat(page.locator("#source-strip button").first()).hasAttribute("aria-pressed", "true");
        assertThat(page.locator("#source-strip button").first()).isFocused();
    }

    @Test
    void shouldHaveNothingSeriousToSayForAxe() {
        var context = browser.newContext(new Browser.NewContextOptions().setBypassCSP(true));
        try (Page audited = context.newPage()) {
            audited.navigate(page.url());
            assertThat(audited.locator("#event-rows tr")).hasCount(2);

            var serious = new AxeBuilder(audited)
                    .analyze().getViolations().stream()
                            .filter(v -> List.of("serious", "critical").contains(v.getImpact()))
                            .map(v -> v.getId() + ": " + v.getNodes().get(0).getHtml())
                            .toList();

            assertThat(serious).isEmpty();
        } finally {
            context.close();
        }
    }

    private Locator.FilterOptions named(String name) {
        return new Locator.FilterOptions().setHasText(name);
    }

    /** Points of a tile's picture that are brighter than its ground. */
    private static int bright(Page page, String source) {
        return (int) page.evaluate("""
                source => {
                  const canvas = document.querySelector(`.tile[data-source="${source}"] canvas`);
                  const height = Math.floor(canvas.height * 0.75);
                  if (canvas.width === 0 || height === 0) return 0;
                  const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, height).data;
                  let bright = 0;
                  for (let i = 0; i < data.length; i += 4) bright += data[i + 1] > 80 ? 1 : 0;
                  return bright;
                }""", source);
    }

    private static JsonNode lastReview() throws Exception {
        try (var consumer = TopicReader.open(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            var partition = new TopicPartition(REVIEWS, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            Instant patience = Instant.now().plusSeconds(20);
            while (Instant.now().isBefore(patience)) {
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                    return new ObjectMapper().readTree(record.value());
                }
            }
            throw new AssertionError("no review came");
        }
    }

    private static void status(String source, SourceState state) throws Exception {
        send(
                Topics.DEFAULT.sourceStatus(),
                source,
                SingleObjectSerde.sourceStatus(),
                SourceStatus.newBuilder()
                        .setSourceId(source)
                        .setEpochId("e")
                        .setState(state)
                        .setLastChunkAt(Instant.now())
                        .setSampleRateHz(16_000)
                        .setLevelDbfs(-40)
                        .setClippedShare(0)
                        .setSilentShare(0)
                        .setClockSkewMs(10)
                        .setUpdatedAt(Instant.now())
                        .build());
    }

    private static void event(String source, String id, EventPhase phase, Instant onset) throws Exception {
        send(
                Topics.DEFAULT.events(),
                source,
                SingleObjectSerde.soundEvent(),
                SampleEvents.ended(id, onset)
                        .setPhase(phase)
                        .setSourceId(source)
                        .setLabel(network.manifest().labels().get(0))
                        .setOffset(onset.plusMillis(800))
                        .setOffsetSample(12_800)
                        .setScore(0.9f)
                        .setTag(0.8f)
                        .build());
    }

    private static void chunk(String source, long firstSample) {
        ByteBuffer pcm = ByteBuffer.allocate(8_000 * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (int n = 0; n < 8_000; n++) {
            pcm.putShort((short) (20_000 * Math.sin(2 * Math.PI * 1_000 * n / 16_000.0)));
        }
        try {
            send(
                    Topics.DEFAULT.audio(),
                    source,
                    SingleObjectSerde.audioChunk(),
                    AudioChunk.newBuilder()
                            .setSourceId(source)
                            .setEpochId("e")
                            .setSequence(firstSample / 8_000)
                            .setFirstSample(firstSample)
                            .setCapturedAt(Instant.now())
                            .setSampleRateHz(16_000)
                            .setChannels(1)
                            .setEncoding(AudioEncoding.PCM_S16LE)
                            .setSamples(pcm.flip())
                            .build());
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T extends SpecificRecordBase> void send(
            String topic, String source, SingleObjectSerde<T> serde, T record)
            throws InterruptedException, ExecutionException {
        producer.send(new ProducerRecord<>(topic, source.getBytes(StandardCharsets.UTF_8), serde.encode(record)))
                .get();
    }
}
