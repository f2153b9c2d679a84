package org.earshot.edges.feed.source;

import org.earshot.core.model.EarshotException;

/** A source that must be repaired before it can be read: retrying soon is of no use. */
public final class UnusableSourceException extends EarshotException {
    private static final long serialVersionUID = 1L;

    public UnusableSourceException(String message, Throwable cause) {
        super(message, cause);
    }
}
