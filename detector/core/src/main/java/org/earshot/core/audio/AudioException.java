package org.earshot.core.audio;

import org.earshot.core.model.EarshotException;

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
