package org.earshot.core.capture;

import org.earshot.core.model.EarshotException;

/**
 * A record of the audio topic that cannot be used; becomes a dead letter and never stops the process. Has no stack trace of its
 * own: strangers decide how many there are.
 */
public final class RejectedChunkException extends EarshotException {
    private static final long serialVersionUID = 1L;

    private final RejectReason reason;

    public RejectedChunkException(RejectReason reason, String message) {
        this(reason, message, null);
    }

    public RejectedChunkException(RejectReason reason, String message, Throwable cause) {
        super(message, cause, false);
        this.reason = reason;
    }

    public RejectReason reason() {
        return reason;
    }
}
