package org.earshot.core.detect.state;

import org.earshot.core.model.EarshotException;

/**
 * A stored state that cannot be gone on from: absent, torn, of another format, or of another model or block layout. The
 * remedy is to begin a new epoch of the source.
 */
public final class StateException extends EarshotException {
    private static final long serialVersionUID = 1L;

    public StateException(String message) {
        super(message);
    }

    public StateException(String message, Throwable cause) {
        super(message, cause);
    }
}
