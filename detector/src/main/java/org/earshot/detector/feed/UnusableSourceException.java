package org.earshot.detector.feed;

import org.earshot.detector.model.EarshotException;

/** A source that somebody has to mend before it can be heard: asking again soon is of no use. */
final class UnusableSourceException extends EarshotException {
    private static final long serialVersionUID = 1L;

    UnusableSourceException(String message, Throwable cause) {
        super(message, cause);
    }
}
