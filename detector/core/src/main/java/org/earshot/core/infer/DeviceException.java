package org.earshot.core.infer;

import org.earshot.core.model.EarshotException;

/** A compute device that was asked for by name and cannot be used. Exit code 4. */
public final class DeviceException extends EarshotException {
    private static final long serialVersionUID = 1L;

    public DeviceException(String message) {
        super(message);
    }

    public DeviceException(String message, Throwable cause) {
        super(message, cause);
    }
}
