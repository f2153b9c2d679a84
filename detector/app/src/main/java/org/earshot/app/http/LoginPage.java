package org.earshot.app.http;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The form that asks a person for the token: one page without a script, whose style stands in it. Stateless. */
final class LoginPage {
    private static final String FILE = "/org/earshot/http/login.html";
    private static final String WRONG = "<!--wrong-->";
    private static final String WORDS = "<p role=\"alert\">That is not the token.</p>";

    private LoginPage() {}

    /** Whether a person's browser asks for the page, rather than a program for data. */
    static boolean isFor(Context context) {
        String accept = context.header("Accept");
        return context.method() == HandlerType.GET
                && context.path().equals("/")
                && accept != null
                && accept.contains("text/html");
    }

    /** @param wrong whether the token that was sent is wrong */
    static void show(Context context, boolean wrong) {
        context.status(wrong ? HttpStatus.FORBIDDEN : HttpStatus.UNAUTHORIZED);
        context.header(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
        context.header("Referrer-Policy", "no-referrer");
        context.html(html().replace(WRONG, wrong ? WORDS : ""));
    }

    private static String html() {
        try (InputStream file = LoginPage.class.getResourceAsStream(FILE)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
