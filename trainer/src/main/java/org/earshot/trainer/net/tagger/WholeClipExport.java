package org.earshot.trainer.net.tagger;

import java.util.function.Consumer;
import org.earshot.trainer.export.NetworkExport;
import org.earshot.trainer.export.OnnxGraph;

/**
 * A network that needs the whole clip and has no masks; the detector runs it on whole clips.
 *
 * @param mels mel bands of the input
 * @param classes number of labels
 * @param nodes adds the nodes
 */
record WholeClipExport(int mels, int classes, Consumer<OnnxGraph> nodes) implements NetworkExport {
    /** Frames of the 10-s clip. */
    private static final int CLIP_FRAMES = 311;

    @Override
    public int receptiveFrames() {
        return CLIP_FRAMES;
    }

    @Override
    public boolean streams() {
        return false;
    }

    @Override
    public void addTo(OnnxGraph graph) {
        nodes.accept(graph);
    }
}
