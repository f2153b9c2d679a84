package org.earshot.edges.feed;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.earshot.core.model.EarshotException;
import org.earshot.edges.feed.source.RepeatedSource;
import org.earshot.edges.feed.source.SoundCardSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Many sources in one process, each on a thread of its own, with one line of health each. */
public final class FeedService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FeedService.class);
    private static final Duration END_TIMEOUT = Duration.ofSeconds(10);

    private final List<Feed> feeds;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    public FeedService(FeedConfig config, FeedSettings settings, ChunkSender sender) {
        this.feeds = config.sources().stream()
                .map(source -> feed(source, settings, sender))
                .toList();
    }

    private static Feed feed(FeedConfig.Source source, FeedSettings process, ChunkSender sender) {
        FeedSettings settings = source.over(process);
        var health = new SourceHealth(source.id());
        var publisher = new EpochPublisher(sender, health, settings.wire(), settings.chunk(), Clock.systemUTC());
        if (source.folder() != null) {
            return new FolderFeed(source.folder(), source.moveTo(), publisher, health, settings.look());
        }
        var backoff = new Backoff(settings.leastPause(), settings.mostPause(), new Random());
        return new LiveFeed(opener(source, settings), publisher, health, backoff, settings.mostPause());
    }

    private static SoundOpener opener(FeedConfig.Source source, FeedSettings settings) {
        if (source.file() != null) {
            return () -> OpenSound.recording(RepeatedSource.open(source.file()), Optional.empty());
        }
        return source.url() != null
                ? new UrlOpener(source.url(), settings)
                : () -> OpenSound.live(SoundCardSource.open(source.device(), source.rateHz(), source.channels()));
    }

    /** Begins to publish. */
    public void start() {
        feeds.forEach(feed -> threads.execute(() -> guarded(feed)));
        threads.shutdown();
    }

    private static void guarded(Feed feed) {
        try {
            feed.run();
        } catch (EarshotException e) {
            feed.health().is(SourceHealth.State.FAILED, e.getMessage());
            LOG.error("{}: {}", feed.health().sourceId(), e.getMessage());
        } catch (RuntimeException | Error e) {
            feed.health().is(SourceHealth.State.FAILED, "ended by " + e);
            LOG.error("{}: ended by an unforeseen error", feed.health().sourceId(), e);
        }
    }

    /**
     * Tells each source's health at once and at every interval until no source is left.
     *
     * @param line takes one line a source
     */
    public void report(Duration interval, Consumer<String> line) throws InterruptedException {
        do {
            feeds.forEach(feed -> line.accept(feed.health().line()));
        } while (!threads.awaitTermination(interval.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** The sources' health, in the order of the configuration. */
    public List<SourceHealth> health() {
        return feeds.stream().map(Feed::health).toList();
    }

    /** Ends all sources, with the ends of their epochs marked. */
    @Override
    public void close() {
        feeds.forEach(Feed::stop);
        try {
            if (!threads.awaitTermination(END_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn(
                        "some sources did not end within {} s; the detector ends them when they stay away",
                        END_TIMEOUT.toSeconds());
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
