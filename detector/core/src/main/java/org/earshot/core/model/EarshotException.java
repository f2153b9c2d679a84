package org.earshot.core.model;

/**
 * Root of the errors that Earshot raises on purpose. The message is one line and says what is wrong, which thing it
 * concerns (file, source, key, value) and what to do about it; the command line prints it as it is.
 */
public abstract class EarshotException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    protected EarshotException(String message) {
        super(message);
    }

    protected EarshotException(String message, Throwable cause) {
        super(message, cause);
    }

    /** @param traced false for an error that is part of ordinary work, where a stack trace costs more than the rest */
    protected EarshotException(String message, Throwable cause, boolean traced) {
        super(message, cause, true, traced);
    }
}
