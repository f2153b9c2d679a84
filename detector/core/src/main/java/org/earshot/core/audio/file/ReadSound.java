package org.earshot.core.audio.file;

import java.util.List;
import org.earshot.core.audio.AudioException;
import org.earshot.core.audio.SampleSource;

/**
 * A recording that was read whole.
 *
 * @param samples mono, full scale 1
 * @param fault what is wrong with it, or null
 * @param notes other remarks on the recording, see {@link SampleSource#notes()}
 */
public record ReadSound(float[] samples, AudioException fault, List<String> notes) {
    public ReadSound {
        notes = List.copyOf(notes);
    }
}
