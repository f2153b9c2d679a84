package org.earshot.edges.alert.sink;

/** An alert that a sink did not take. */
public final class DeliveryException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean worthRetrying;

    /** @param worthRetrying false if the receiver refused the alert itself, so that the same again is no use */
    public DeliveryException(String message, boolean worthRetrying, Throwable cause) {
        super(message, cause);
        this.worthRetrying = worthRetrying;
    }

    public boolean isWorthRetrying() {
        return worthRetrying;
    }
}
