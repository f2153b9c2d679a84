package org.earshot.streams.framing;

import org.apache.kafka.common.errors.RetriableException;

/** The schema registry does not answer. It may later; until then no record may be skipped as unreadable. */
public final class RegistryException extends RetriableException {
    private static final long serialVersionUID = 1L;

    RegistryException(String message, Throwable cause) {
        super(message, cause);
    }
}
