package org.earshot.trainer.teach;

/** Hears how far teaching has come. May be called from several threads. */
public interface TeachProgress {
    /** A new step begins. */
    void step(String name);

    /** @param done share of the step, 0..1 */
    void share(double done);

    /** Tells nobody. */
    TeachProgress NONE = new TeachProgress() {
        @Override
        public void step(String name) {}

        @Override
        public void share(double done) {}
    };
}
