package org.earshot.core.model;

/** A model file that cannot be used: unreadable, without a valid manifest, or not what its manifest says. Exit code 3. */
public final class ModelException extends EarshotException {
    private static final long serialVersionUID = 1L;

    public ModelException(String message) {
        super(message);
    }

    public ModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
