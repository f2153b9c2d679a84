package org.earshot.trainer.data.clips;

import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/**
 * An endless stream of batches. A background thread prepares the next batch while the current one is trained on. The
 * batches depend only on the seed, not on timing.
 *
 * <p>Used by one thread; {@link #close} ends the background thread.
 */
public final class BatchLoader implements AutoCloseable {
    private static final int AHEAD = 8;

    private final ClipDataset dataset;
    private final Settings settings;
    private final BlockingQueue<Batch> ready = new ArrayBlockingQueue<>(AHEAD);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Thread worker;
    private final LongAdder waitedNanos = new LongAdder();

    /**
     * @param sampler order of the clips
     * @param cutter chooses the part of a clip that is used
     * @param batchSize number of clips per batch
     * @param augmentation applied to the features of each clip
     * @param mixing adds clips of a batch to each other
     * @param seed seed of order, cuts and augmentation
     */
    public record Settings(
            ClipSampler sampler,
            ClipCutter cutter,
            int batchSize,
            FeatureAugmentation augmentation,
            BatchMixing mixing,
            long seed) {}

    public BatchLoader(ClipDataset dataset, Settings settings) {
        this.dataset = dataset;
        this.settings = settings;
        this.worker = new Thread(this::prepare, "batches");
        worker.setDaemon(true);
        worker.start();
    }

    /**
     * The next batch. @throws IllegalStateException if the batch could not be prepared or the thread was interrupted
     */
    public Batch next() {
        long start = System.nanoTime();
        try {
            Batch batch = ready.take();
            waitedNanos.add(System.nanoTime() - start);
            if (batch.size() == 0) {
                ready.add(batch);
                throw new IllegalStateException("batches cannot be prepared", failure.get());
            }
            return batch;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a batch", e);
        }
    }

    /** Time spent waiting for batches so far. */
    public double waitedSeconds() {
        return waitedNanos.sum() * 1e-9;
    }

    @Override
    public void close() {
        worker.interrupt();
    }

    private void prepare() {
        SplittableRandom random = new SplittableRandom(settings.seed());
        try {
            while (!Thread.currentThread().isInterrupted()) {
                ready.put(batch(random));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            failure.set(e);
            ready.clear();
            ready.add(new Batch(0, 0, 0, 0, new float[0], new float[0], new int[0]));
        }
    }

    private Batch batch(SplittableRandom random) {
        ClipCutter cutter = settings.cutter();
        int frames = cutter.heardFrames();
        int context = cutter.contextFrames();
        int mels = dataset.mels();
        int labels = dataset.labels().size();
        int size = settings.batchSize();
        float[] logMel = new float[size * frames * mels];
        float[] tags = new float[size * labels];
        int[] clips = new int[size];
        for (int b = 0; b < size; b++) {
            int clip = settings.sampler().next(random);
            int start = cutter.start(dataset, clip, random);
            int offset = b * frames * mels;
            dataset.copyFeatures(clip, start - context, frames, logMel, offset);
            settings.augmentation().apply(logMel, offset, frames, mels, random);
            System.arraycopy(dataset.tagsWithin(clip, start, cutter.frames()), 0, tags, b * labels, labels);
            clips[b] = clip;
        }
        settings.mixing().apply(logMel, tags, size, random);
        return new Batch(size, frames, context, mels, logMel, tags, clips);
    }
}
