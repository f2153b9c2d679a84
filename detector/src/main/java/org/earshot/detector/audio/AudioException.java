package org.earshot.detector.audio;

import org.earshot.detector.model.EarshotException;

/** Audio that cannot be decoded: a malformed file or chunk. Exit code 5, or a dead letter. */
public final class AudioException extends EarshotException {
    private static final long serialVersionUID = 1L;

    public AudioException(String message) {
        super(message);
    }

    public AudioException(String message, Throwable cause) {
        super(message, cause);
    }
}
