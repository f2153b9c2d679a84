package org.earshot.core.model;

/** A setting, argument or combination of them that cannot work. Ends the program with exit code 2. */
public final class ConfigurationException extends EarshotException {
    private static final long serialVersionUID = 1L;

    public ConfigurationException(String message) {
        super(message);
    }

    public ConfigurationException(String message, Throwable cause) {
        super(message, cause);
    }
}
