package org.earshot.app.config;

import static org.apache.kafka.common.config.ConfigDef.Range.between;
import static org.earshot.app.config.KeyDefinitions.notBlank;

import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * What is served over HTTP, and to whom.
 *
 * @param enabled whether health and metrics are served
 * @param bind address to listen on
 * @param port port to listen on; 0 for any free one
 * @param token bearer token; empty for none
 * @param pageEnabled whether the live page is served
 */
public record HttpSection(boolean enabled, String bind, int port, String token, boolean pageEnabled) {
    public static final String ENABLED = "earshot.http.enabled";
    public static final String BIND = "earshot.http.bind";
    public static final String PORT = "earshot.http.port";
    public static final String TOKEN = "earshot.http.token";
    public static final String PAGE_ENABLED = "earshot.page.enabled";

    static void define(KeyDefinitions keys) {
        keys.group("Health and metrics");
        keys.add(ENABLED, Type.BOOLEAN, true, null, "Whether `/live`, `/ready` and `/metrics` are served.");
        keys.add(
                BIND,
                Type.STRING,
                "127.0.0.1",
                notBlank(),
                "Address to listen on. Anything but loopback needs a token.");
        keys.add(PORT, Type.INT, 8080, between(0, 65_535), "Port to listen on; 0: any free one.");
        keys.add(
                TOKEN,
                Type.PASSWORD,
                "",
                null,
                "Bearer token that `/metrics` and the pages ask for; `/live` and `/ready` never do, they say nothing secret.");
        keys.add(
                PAGE_ENABLED,
                Type.BOOLEAN,
                false,
                null,
                "Whether the live page is served at `/`, from the address of health and metrics.");
    }

    static HttpSection of(KeyValues values) {
        return new HttpSection(
                values.flag(ENABLED),
                values.string(BIND),
                values.integer(PORT),
                values.secret(TOKEN),
                values.flag(PAGE_ENABLED));
    }
}
