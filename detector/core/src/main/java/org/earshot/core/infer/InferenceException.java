package org.earshot.core.infer;

import org.earshot.core.model.EarshotException;

/** A loaded network that failed while scoring. Exit code 4. */
public final class InferenceException extends EarshotException {
    private static final long serialVersionUID = 1L;

    public InferenceException(String message, Throwable cause) {
        super(message, cause);
    }
}
