package org.earshot.app.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import org.earshot.app.http.Health;
import org.earshot.app.http.HttpServer;
import org.earshot.app.http.HttpSettings;
import org.earshot.app.setup.EmbeddedBroker;
import org.earshot.core.NeedsProgram;
import org.earshot.core.audio.flac.FlacWriter;
import org.earshot.core.infer.DeviceChoice;
import org.earshot.core.infer.InferenceSettings;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.infer.OnnxMaskNetwork;
import org.earshot.core.model.ModelFile;
import org.earshot.edges.evidence.EvidenceStore;
import org.earshot.edges.evidence.SpectrogramPicture;
import org.earshot.schema.EventPhase;
import org.earshot.schema.SourceState;
import org.earshot.streams.topology.Topics;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser, fed through a real broker. Skipped where there is no Chromium. */
@Tag("integration")
@NeedsProgram("chromium")
class PageBrowserTest {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final String HOSTILE = "<img src=x onerror=\"document.title='owned'\">";
    private static final String REVIEWS = "earshot.reviews";
    /** A browser without a GPU on a busy machine takes its time. */
    private static final double PATIENCE_MS = 30_000;

    /** Longer than the live page looks back. */
    private static final Duration PAST = Duration.ofDays(3);

    @TempDir
    private static Path folder;

    private static final AtomicReference<List<Health>> HEALTH = new AtomicReference<>(List.of());

    private static EmbeddedBroker broker;
    private static Playwright playwright;
    private static Browser browser;
    private static MaskNetwork network;
    private static HttpServer server;
    private static PageTopics topics;
    private static EvidenceStore evidence;
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
        network = OnnxMaskNetwork.open(
                ModelFile.read(Path.of("../core/src/test/resources/tiny.onnx")),
                DeviceChoice.parse("cpu"),
                InferenceSettings.singleThreaded());
        topics = new PageTopics(
                kafka, Topics.DEFAULT, network.manifest().labels().get(0));
        evidence = EvidenceStore.open(folder.toString(), "", "");
        // Written before the page looks: it is the topic's past.
        topics.event("door-1", "0003", EventPhase.ENDED, Instant.now().minus(PAST), null);
        var routes = new PageRoutes(
                new PageSettings(Topics.DEFAULT, REVIEWS, kafka, "earshot", Optional.of(evidence)),
                network,
                HEALTH::get);
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
        topics.status("door-1", SourceState.HEALTHY);
        topics.status("door-2", SourceState.CLIPPED);
        topics.status(HOSTILE, SourceState.HEALTHY);
        Instant now = Instant.now();
        topics.event("door-1", "0001", EventPhase.STARTED, now, null);
        topics.event(HOSTILE, "0002", EventPhase.ENDED, now.minusSeconds(7_200), keepClip());
    }

    /** A second of a tone and its picture; no separated sound, as of a model without masks. */
    private static URI keepClip() throws IOException {
        float[] tone = new float[16_000];
        for (int n = 0; n < tone.length; n++) {
            tone[n] = (float) (0.3 * Math.sin(2 * Math.PI * 1_000 * n / 16_000.0));
        }
        float[] logMel = new float[31 * network.manifest().frontEnd().mels()];
        Arrays.fill(logMel, -5);
        String name = "dog/gate/11111111-2222-5333-8444-555555555555";
        evidence.put(
                name + ".png",
                SpectrogramPicture.png(new SpectrogramPicture.Content(
                        network.manifest().frontEnd(), logMel, null, 5, 20, "dog", "gate")));
        return evidence.put(name + ".flac", FlacWriter.encode(16_000, tone));
    }

    @AfterAll
    static void stopEverything() throws Exception {
        for (AutoCloseable part : new AutoCloseable[] {browser, playwright, server, network, topics, broker}) {
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
    void shouldMarkWhatNeedsALookAndLeaveEverySourceInItsPlace() throws Exception {
        assertThat(page.locator("#fact-sources")).hasText("3, 1 needs a look");
        Locator second = page.locator("#source-strip button").nth(2);
        assertThat(second).hasAttribute("aria-label", "door-2 clipped");
        assertThat(second).containsText("clipped");

        topics.status("door-2", SourceState.HEALTHY);
        assertThat(second).hasAttribute("aria-label", "door-2 healthy");
        topics.status("door-2", SourceState.CLIPPED);
        assertThat(second).hasAttribute("aria-label", "door-2 clipped");

        page.locator("#source-state").selectOption("LOOK");
        assertThat(page.locator("#source-strip button")).hasCount(1);
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
        var settings = new PageSettings(Topics.DEFAULT, REVIEWS, kafka, "earshot", Optional.empty());
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
        topics.status("door-3", SourceState.HEALTHY);
        assertThat(page.locator("#source-strip button")).hasCount(4);

        topics.forget("door-3");

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
    void shouldShowAndPlayWhatIsKeptOfAnEvent() {
        page.locator("#event-rows .open-details").nth(1).click();

        Locator details = page.locator("#details");
        assertThat(details).containsText("0.90, must reach 0.20");
        assertThat(details).containsText(HOSTILE);
        assertThat(details.locator("img")).hasAttribute("alt", Pattern.compile("^Spectrogram"));
        page.waitForFunction("() => document.querySelector('#details img').naturalWidth === 1200");
        // What the store does not have is not offered.
        assertThat(details.locator("audio")).hasCount(1);
        page.evaluate("() => { const a = document.querySelector('#details audio'); a.muted = true; return a.play(); }");
        page.waitForFunction("() => document.querySelector('#details audio').currentTime > 0.05");

        page.keyboard().press("Escape");
        assertThat(details).isHidden();
        assertThat(page.locator("audio")).hasCount(0);
        assertThat(page.locator("#event-rows .open-details").nth(1)).isFocused();
    }

    @Test
    void shouldSayWhereNothingIsKept() {
        page.locator("#event-rows .open-details").first().click();

        assertThat(page.locator("#details")).containsText("Its sound is kept, if at all, once it has ended.");
    }

    @Test
    void shouldFindEventsOfPastDaysAndComeBack() {
        String day = LocalDate.now().minusDays(PAST.toDays()).toString();
        page.locator("#event-from").fill(day);
        page.locator("#event-to").fill(day);
        page.locator("#event-days button[type=submit]").click();

        assertThat(page.locator("#event-rows tr")).hasCount(1);
        assertThat(page.locator("#event-count")).hasText("1 of 1 events found");
        assertThat(page.locator("#event-rows time"))
                .containsText(Pattern.compile(
                        String.valueOf(LocalDate.now().minusDays(PAST.toDays()).getDayOfMonth())));
        button("^Yes: .* at door-1").click();
        assertThat(page.locator("#event-rows button[aria-pressed=true]")).hasText("Yes");

        page.locator("#event-live").click();
        assertThat(page.locator("#event-rows tr")).hasCount(2);
    }

    @Test
    void shouldSayThatThereIsNothingInDaysWithoutEvents() {
        page.locator("#event-from").fill("2020-02-01");
        page.locator("#event-to").fill("2020-02-02");
        page.locator("#event-days button[type=submit]").click();

        assertThat(page.locator("#event-empty")).hasText("Nothing like that was heard in these days.");
    }

    @Test
    void shouldWriteWhatAPersonSaysOfAnEventAndTakeItBack() throws Exception {
        String other = network.manifest().labels().get(1);
        button("^No: .* at door-1").click();
        assertThat(page.locator("#event-rows button[aria-pressed=true]")).hasText("No");
        page.locator("#event-rows .review select:visible").selectOption(other);
        assertThat(page.locator("#announcer")).hasText("Noted: it was " + other.replace('_', ' '));
        button("^Undo what was said of .* at door-1").click();
        assertThat(page.locator("#announcer")).hasText("Taken back");
        assertThat(page.locator("#event-rows button[aria-pressed=true]")).hasCount(0);

        List<JsonNode> reviews = reviewsOf("0001");
        assertThat(reviews)
                .extracting(review -> review.path("verdict").asText())
                .endsWith("false", "false", "withdrawn");
        assertThat(reviews)
                .allSatisfy(
                        review -> assertThat(review.path("source_id").asText()).isEqualTo("door-1"));
        assertThat(reviews.get(reviews.size() - 2).path("heard").asText()).isEqualTo(other);
        assertThat(reviews.get(reviews.size() - 1).has("heard")).isFalse();
    }

    @Test
    void shouldTakeTheNameOfASoundThatTheModelHasNoLabelFor() throws Exception {
        button("^No: .* at door-1").click();
        page.locator("#event-rows .review select:visible").selectOption("<another>");
        var name = page.locator("#event-rows .review input:visible");
        assertThat(name).isFocused();
        name.fill("a <b>");
        name.press("Enter");
        assertThat(page.locator("#announcer")).hasText("Noted: wrong");
        name.fill("  garden   gate ");
        name.press("Enter");

        assertThat(page.locator("#announcer")).hasText("Noted: it was garden gate");
        assertThat(page.locator("#event-rows .review input:visible")).hasCount(0);
        assertThat(page.locator("#event-rows .review select:visible")).hasValue("garden gate");
        page.reload();
        assertThat(page.locator("#event-rows .review select:visible")).hasValue("garden gate");
        button("^Undo what was said of .* at door-1").click();
        assertThat(page.locator("#announcer")).hasText("Taken back");
        List<JsonNode> reviews = reviewsOf("0001");
        assertThat(reviews.get(reviews.size() - 2).path("heard").asText()).isEqualTo("garden gate");
    }

    @Test
    void shouldRefuseANameThatNoLabelMayHave() throws Exception {
        for (String heard : List.of("<b>", "a\\nb", "x".repeat(129), " ")) {
            assertThat(postReview(heard)).as(heard).isEqualTo(400);
        }
    }

    private static int postReview(String heard) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/reviews"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"event_id\":\"0001\",\"verdict\":\"false\",\"heard\":\"" + heard + "\"}"))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void shouldStillShowWhatWasSaidOfAnEventAfterAReload() {
        button("^Yes: .* at door-1").click();
        assertThat(page.locator("#announcer")).hasText("Noted: right");

        page.reload();

        assertThat(page.locator("#event-rows button[aria-pressed=true]")).hasText("Yes");
        button("^Undo what was said of .* at door-1").click();
        assertThat(page.locator("#announcer")).hasText("Taken back");
        page.reload();
        assertThat(button("^Yes: .* at door-1")).hasAttribute("aria-pressed", "false");
    }

    @Test
    void shouldShowHowLoudASourceWasEachMinuteOfTheLastHour() throws Exception {
        Instant minute = Instant.now().truncatedTo(ChronoUnit.MINUTES);
        topics.level("door-1", minute.minusSeconds(120), -30.04f);
        topics.level("door-1", minute.minusSeconds(60), -41.2f);

        Locator line = page.locator(".tile[data-source=door-1] .minutes");

        assertThat(line).containsText("LAeq −41.2, L10 −38.2, L90 −51.2 dBFS(A)");
        assertThat(line.locator("svg"))
                .hasAttribute(
                        "aria-label",
                        "Sound level of door-1, 2 of the last 60 minutes: LAeq from −41.2 to −30.0 dBFS(A)");
        page.reload();
        assertThat(line).containsText("LAeq −41.2");
    }

    @Test
    void shouldCountWhatComesWhileTheListIsHeld() throws Exception {
        Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (Page own = browser.newPage();
                HttpServer quiet = quiet("held", "");
                PageTopics held = new PageTopics(kafka, topics("held"), "dog")) {
            own.navigate(quiet.url());
            held.event("door-1", "0001", EventPhase.STARTED, Instant.now(), null);
            assertThat(own.locator("#event-rows tr")).hasCount(1);
            own.locator("#event-pause").click();
            assertThat(own.locator("#event-pause")).hasText("Held");

            held.event("door-1", "0001", EventPhase.ENDED, Instant.now(), null);
            held.event("door-2", "0002", EventPhase.STARTED, Instant.now(), null);
            assertThat(own.locator("#event-pause")).hasText("Held, 1 new");
            assertThat(own.locator("#event-rows tr")).hasCount(1);

            own.locator("#event-pause").click();
            assertThat(own.locator("#event-pause")).hasText("Hold");
            assertThat(own.locator("#event-rows tr")).hasCount(2);
        }
    }

    private Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile(name)))
                .first();
    }

    @Test
    void shouldDrawTheSoundOfAnOpenTileAndOfNoOther() throws Exception {
        page.locator("#source-strip button").filter(named("door-2")).click();
        assertThat(page.locator(".tile")).hasCount(2);
        assertThat(page.locator(".tile[data-source=door-1]")).containsText("Waiting for sound");
        long[] sample = {0};
        page.waitForCondition(
                () -> {
                    topics.chunk("door-1", sample[0]);
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
    void shouldBeCalmWhereNothingIsHeardAndSayThatItsServerIsGone() throws Exception {
        try (Page own = browser.newPage();
                HttpServer quiet = quiet("quiet", "")) {
            own.navigate(quiet.url());
            assertThat(own.locator("#event-empty")).containsText("All quiet");
            assertThat(own.locator("#heat-empty")).isVisible();
            assertThat(own.locator("#tiles-empty")).isVisible();
            assertThat(own.locator("#event-list")).isHidden();
            assertThat(own.locator("#banner")).isHidden();
            axeFindsNothing(own);

            quiet.close();

            assertThat(own.locator("#banner")).containsText("no connection to its server");
        }
    }

    @Test
    void shouldAskForTheTokenInAForm() throws Exception {
        String token = "0123456789abcdef";
        try (BrowserContext context = browser.newContext(new Browser.NewContextOptions().setBypassCSP(true));
                Page own = context.newPage();
                HttpServer guarded = quiet("quiet", token)) {
            own.navigate(guarded.url());
            axeFindsNothing(own);
            own.getByLabel("Token").fill("wrong");
            own.keyboard().press("Enter");
            assertThat(own.getByRole(AriaRole.ALERT)).hasText("That is not the token.");
            own.getByLabel("Token").fill(token);
            own.keyboard().press("Enter");

            assertThat(own.locator("#connection")).hasText("Live");
            org.assertj.core.api.Assertions.assertThat(own.url()).doesNotContain(token);
        }
    }

    @Test
    void shouldStayBelowThePathOfAProxyWhenTheTokenLeavesTheAddress() throws Exception {
        String token = "0123456789abcdef";
        try (HttpServer guarded = quiet("linked", token)) {
            var link = URI.create("http://127.0.0.1:" + guarded.port() + "/?token=" + token);

            HttpResponse<Void> answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(link).build(), HttpResponse.BodyHandlers.discarding());

            org.assertj.core.api.Assertions.assertThat(answer.headers().firstValue("Location"))
                    .contains("./");
        }
    }

    private static Topics topics(String prefix) {
        return new Topics(
                prefix + ".audio",
                prefix + ".events",
                prefix + ".tags",
                prefix + ".status",
                prefix + ".levels",
                prefix + ".letters");
    }

    /** The page over topics of its own. */
    private static HttpServer quiet(String prefix, String token) {
        Topics none = topics(prefix);
        Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (Admin admin = Admin.create(kafka)) {
            none.create(admin, 1, Optional.empty());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        var settings = new PageSettings(none, REVIEWS, kafka, "earshot", Optional.empty());
        return HttpServer.start(
                new HttpSettings("127.0.0.1", 0, token), List.of(new PageRoutes(settings, network, List::of)));
    }

    @Test
    void shouldLeaveAxeNothingToSayInLightAndDarkAndOnAPhone() {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (int width : new int[] {1440, 390}) {
                var context = browser.newContext(new Browser.NewContextOptions()
                        .setBypassCSP(true)
                        .setColorScheme(scheme)
                        .setViewportSize(width, 900));
                try (Page audited = context.newPage()) {
                    audited.navigate(page.url());
                    assertThat(audited.locator("#event-rows tr").first()).isVisible();
                    axeFindsNothing(audited);
                    audited.locator("#event-rows .open-details").nth(1).click();
                    assertThat(audited.locator("#details audio").first()).isVisible();
                    axeFindsNothing(audited);
                } finally {
                    context.close();
                }
            }
        }
    }

    private static void axeFindsNothing(Page audited) {
        assertThat(new AxeBuilder(audited)
                        .analyze().getViolations().stream()
                                .map(v -> v.getId() + ": " + v.getNodes().get(0).getHtml())
                                .toList())
                .isEmpty();
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

    private static List<JsonNode> reviewsOf(String event) throws Exception {
        List<JsonNode> reviews = new ArrayList<>();
        try (var consumer = TopicReader.open(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            var partition = new TopicPartition(REVIEWS, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                    reviews.add(new ObjectMapper().readTree(record.value()));
                }
            }
        }
        reviews.removeIf(review -> !review.path("event_id").asText().equals(event));
        return reviews;
    }
}
