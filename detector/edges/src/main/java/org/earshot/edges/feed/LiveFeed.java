package org.earshot.edges.feed;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.earshot.core.audio.AudioException;
import org.earshot.core.audio.SampleSource;
import org.earshot.core.log.RateLimitedLog;
import org.earshot.core.model.ConfigurationException;
import org.earshot.edges.feed.source.CountedSource;
import org.earshot.edges.feed.source.UnusableSourceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a live sound coming: whenever it breaks off or ends it is opened again after a pause, as a new epoch. The
 * pauses grow while nothing comes, and start over once sound has come for as long as the longest of them; what must be
 * repaired first is tried at the longest pauses from the beginning. A recording that was read to its end, known by its
 * length or by giving the same samples twice, is not opened again.
 */
final class LiveFeed implements Feed {
    private static final Logger LOG = LoggerFactory.getLogger(LiveFeed.class);
    private static final Duration LOG_INTERVAL = Duration.ofSeconds(30);
    private static final Duration UNUSABLE_LOG_INTERVAL = Duration.ofMinutes(10);

    private final SoundOpener opener;
    private final EpochPublisher publisher;
    private final SourceHealth health;
    private final Backoff backoff;
    private final Duration healthyAfter;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final RateLimitedLog log = new RateLimitedLog(LOG, LOG_INTERVAL);
    private final RateLimitedLog unusableLog = new RateLimitedLog(LOG, UNUSABLE_LOG_INTERVAL);
    private volatile SampleSource current;
    private boolean unusable;
    private boolean hasBegun;
    private boolean isOver;
    private long samplesOfLastEnd;
    private long checksumOfLastEnd;

    /** @param healthyAfter sound of that length makes the pauses start over */
    LiveFeed(
            SoundOpener opener, EpochPublisher publisher, SourceHealth health, Backoff backoff, Duration healthyAfter) {
        this.opener = opener;
        this.publisher = publisher;
        this.health = health;
        this.backoff = backoff;
        this.healthyAfter = healthyAfter;
    }

    @Override
    public void run() {
        String why = "";
        while (stopped.getCount() > 0) {
            why = attempt();
            if (stopped.getCount() == 0 || isOver) {
                break;
            }
            Duration pause = backoff.next();
            health.is(SourceHealth.State.RECONNECTING, why);
            // What must be repaired first is logged once in a while, not every time.
            (unusable ? unusableLog : log)
                    .warn(
                            unusable ? why : "drop",
                            health.sourceId() + ": " + why + "; trying again in " + pause.toMillis() + " ms");
            if (!pause(pause)) {
                break;
            }
        }
        health.is(SourceHealth.State.ENDED, isOver ? why : "");
    }

    /** @return why nothing comes any more */
    private String attempt() {
        unusable = false;
        try {
            return listen();
        } catch (UnusableSourceException e) {
            backoff.exhaust();
            unusable = true;
            return e.getMessage();
        } catch (AudioException e) {
            return e.getMessage();
        } catch (ConfigurationException e) {
            if (!hasBegun) {
                throw e;
            }
            // What could be opened once is set up rightly; ffmpeg may be missing for the seconds of an upgrade.
            backoff.exhaust();
            unusable = true;
            return e.getMessage();
        } catch (RuntimeException e) {
            // One source's fault must not leave a process that looks as if it read all of them.
            LOG.error("{}: unforeseen", health.sourceId(), e);
            return "unforeseen: " + e;
        }
    }

    /** One epoch. @return why it ended in good order */
    private String listen() {
        OpenSound opened = opener.open();
        hasBegun = true;
        try (CountedSource sound = new CountedSource(opened.source())) {
            current = sound;
            if (stopped.getCount() == 0) {
                return "stopped";
            }
            long samples = publisher.publish(sound, opened.pace());
            // A camera that ends each connection after the same time gives as many samples, but not the same ones,
            // unless it is
            // muted.
            boolean same = sound.isSound() && samples == samplesOfLastEnd && sound.checksum() == checksumOfLastEnd;
            isOver = opened.isWhole(publisher.published()) || same;
            samplesOfLastEnd = samples;
            checksumOfLastEnd = sound.checksum();
            return isOver ? "the recording was read to its end" : "the stream ended";
        } finally {
            current = null;
            forgiveIfHealthy();
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
        opener.cancel();
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
