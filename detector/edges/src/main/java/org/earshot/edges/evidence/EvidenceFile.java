package org.earshot.edges.evidence;

import java.net.URI;
import java.util.Optional;

/** The files that are kept of an event. */
public enum EvidenceFile {
    /** The sound as it was heard. */
    CLIP(EvidenceNames.CLIP, "audio/flac"),
    /** The event's label alone; not there if the model gives no masks or speech must not be kept. */
    SEPARATED(EvidenceNames.SEPARATED, "audio/flac"),
    /** The clip's spectrogram. */
    PICTURE(EvidenceNames.PICTURE, "image/png");

    private final String ending;
    private final String type;

    EvidenceFile(String ending, String type) {
        this.ending = ending;
        this.type = type;
    }

    /** Its media type. */
    public String type() {
        return type;
    }

    /**
     * The name of this file in a store, from the address of the clip that an event record has; empty if that is no address of a clip.
     * Only the last three parts of the address count, {@code label/source/event-id.flac}: the store may lie elsewhere for the reader
     * than for the writer, and no address, whoever wrote it, leads out of the reader's store.
     */
    Optional<String> nameFor(URI clip) {
        String path = clip.getPath();
        if (path == null || !path.endsWith(EvidenceNames.CLIP)) {
            return Optional.empty();
        }
        String[] parts = path.split("/");
        if (parts.length < 3) {
            return Optional.empty();
        }
        String folder = parts[parts.length - 3] + '/' + parts[parts.length - 2] + '/';
        String event = parts[parts.length - 1];
        String name = folder + event.substring(0, event.length() - EvidenceNames.CLIP.length()) + ending;
        return Optional.of(name).filter(EvidenceNames::isEvidence);
    }
}
