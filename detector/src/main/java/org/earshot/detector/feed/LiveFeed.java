package org.earshot.detector.feed;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.earshot.detector.audio.AudioException;
import org.earshot.detector.audio.SampleSource;
import org.earshot.detector.log.RateLimitedLog;
import org.slf4j.LoggerFactory;

/**
 * Keeps a live sound coming: whenever it breaks off or ends it is opened again after a pause, as a new epoch. The pauses grow
 * while nothing comes, and start anew once sound has come for as long as the longest of them.
 */
final class LiveFeed implements Feed {
    private static final Duration LOG_INTERVAL = Duration.ofSeconds(30);

    private final SoundOpener opener;
    private final Pace pace;
    private final EpochPublisher publisher;
    private final SourceHealth health;
    private final Backoff backoff;
    private final Duration healthyAfter;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final RateLimitedLog log = new RateLimitedLog(LoggerFactory.getLogger(LiveFeed.class), LOG_INTERVAL);
    private volatile SampleSource current;

    /** @param healthyAfter sound of that length makes the pauses start anew */
    LiveFeed(
            SoundOpener opener,
            Pace pace,
            EpochPublisher publisher,
            SourceHealth health,
            Backoff backoff,
            Duration healthyAfter) {
        this.opener = opener;
        this.pace = pace;
        this.publisher = publisher;
        this.health = health;
        this.backoff = backoff;
        this.healthyAfter = healthyAfter;
    }

    @Override
    public void run() {
        while (stopped.getCount() > 0) {
            String why = listen();
            if (stopped.getCount() == 0) {
                break;
            }
            Duration pause = backoff.next();
            health.is(SourceHealth.State.RECONNECTING, why);
            log.warn("drop", health.sourceId() + ": " + why + "; trying again in " + pause.toMillis() + " ms");
            if (!pause(pause)) {
                break;
            }
        }
        health.is(SourceHealth.State.ENDED, "");
    }

    /** One epoch. @return why it ended */
    private String listen() {
        try (SampleSource sound = opener.open()) {
            current = sound;
            if (stopped.getCount() == 0) {
                return "stopped";
            }
            publisher.publish(sound, pace);
            forgiveIfHealthy();
            return "the stream ended";
        } catch (AudioException e) {
            if (current != null) {
                forgiveIfHealthy();
            }
            return e.getMessage();
        } finally {
            current = null;
        }
    }

    private void forgiveIfHealthy() {
        if (publisher.published().compareTo(healthyAfter) >= 0) {
            backoff.reset();
        }
    }

    private boolean pause(Duration pause) {
        try {
            return !stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void stop() {
        stopped.countDown();
        SampleSource sound = current;
        if (sound != null) {
            sound.close();
        }
    }

    @Override
    public SourceHealth health() {
        return health;
    }
}
