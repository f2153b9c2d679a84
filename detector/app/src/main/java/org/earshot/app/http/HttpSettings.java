package org.earshot.app.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.earshot.app.config.Config;
import org.earshot.app.config.ConfigKeys;
import org.earshot.core.model.ConfigurationException;

/**
 * Where to listen and whom to answer.
 *
 * @param bind host name or address to listen on
 * @param port 1..65535, or 0 for any free one
 * @param token bearer token that is asked for, or empty to ask for none, which only loopback addresses may
 */
public record HttpSettings(String bind, int port, String token) {
    private static final int MIN_TOKEN = 16;

    public HttpSettings {
        if (token.isEmpty() && !isLoopback(bind)) {
            throw new ConfigurationException(ConfigKeys.HTTP_BIND + " = " + bind
                    + " can be reached from other machines and needs a token: set " + ConfigKeys.HTTP_TOKEN);
        }
        if (!token.isEmpty() && token.length() < MIN_TOKEN) {
            throw new ConfigurationException(ConfigKeys.HTTP_TOKEN + " has " + token.length() + " characters, needs "
                    + MIN_TOKEN + " at least; make one with `openssl rand -hex 16`");
        }
    }

    public static HttpSettings of(Config config) {
        return new HttpSettings(
                config.string(ConfigKeys.HTTP_BIND),
                config.integer(ConfigKeys.HTTP_PORT),
                config.secret(ConfigKeys.HTTP_TOKEN));
    }

    private static boolean isLoopback(String bind) {
        try {
            return InetAddress.getByName(bind).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new ConfigurationException(
                    ConfigKeys.HTTP_BIND + " = " + bind + ": no such host; use an address of this machine", e);
        }
    }
}
