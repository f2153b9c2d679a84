package org.earshot.core.model;

/** Files that are missing, unreadable or contradict each other. Ends the program with exit code 5. */
public final class DataException extends EarshotException {
    private static final long serialVersionUID = 1L;

    public DataException(String message) {
        super(message);
    }

    public DataException(String message, Throwable cause) {
        super(message, cause);
    }
}
