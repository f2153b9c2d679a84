package org.earshot.app.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.earshot.app.config.Config;
import org.earshot.app.config.HttpSection;
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
            throw new ConfigurationException(HttpSection.BIND + " = " + bind
                    + " can be reached from other machines and needs a token: set " + HttpSection.TOKEN);
        }
        if (!token.isEmpty() && token.length() < MIN_TOKEN) {
            throw new ConfigurationException(HttpSection.TOKEN + " has " + token.length() + " characters, needs "
                    + MIN_TOKEN + " at least; make one with `openssl rand -hex 16`");
        }
        // What a header and a cookie can carry.
        if (!token.matches("[\\x21-\\x7E&&[^\",;\\\\]]*")) {
            throw new ConfigurationException(
                    HttpSection.TOKEN + " has a blank, a character beyond ASCII, or one of \" , ; \\"
                            + ", which browsers cannot send back; make one with `openssl rand -hex 16`");
        }
    }

    public static HttpSettings of(Config config) {
        HttpSection http = config.http();
        return new HttpSettings(http.bind(), http.port(), http.token());
    }

    private static boolean isLoopback(String bind) {
        try {
            return InetAddress.getByName(bind).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new ConfigurationException(
                    HttpSection.BIND + " = " + bind + ": no such host; use an address of this machine", e);
        }
    }
}
