package org.earshot.app.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import io.javalin.http.SameSite;
import io.javalin.http.UnauthorizedResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;

/**
 * Decides who is answered. With a token: those who show it as {@code Authorization: Bearer}, in the cookie {@value
 * #COOKIE}, once as {@code ?token=}, or in the form that a browser is shown; the latter two set the cookie, so that a browser need not
 * show it again. Without one the server listens on loopback only, and answers only requests that name this machine, so that a web page
 * elsewhere cannot read it through a name of its own that points here (DNS rebinding).
 */
final class Guard {
    static final String COOKIE = "earshot-token";
    private static final String QUERY = "token";
    private static final String BEARER = "Bearer ";
    private static final String LOGIN = "/login";
    private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    private final byte[] token;

    Guard(String token) {
        this.token = token.getBytes(StandardCharsets.UTF_8);
    }

    /** Adds the address that the form is sent to. */
    void addTo(RoutesConfig routes) {
        if (token.length > 0) {
            routes.post(LOGIN, this::login);
        }
    }

    /** Only a form of this very page comes so far with the right token; nobody else knows it. */
    private void login(Context context) {
        String given = context.formParam(QUERY);
        if (isToken(given)) {
            remember(context, given);
            // Relative, for a proxy that serves the page below a path.
            context.redirect("./", HttpStatus.SEE_OTHER);
        } else {
            LoginPage.show(context, true);
        }
    }

    /** @throws io.javalin.http.HttpResponseException if the request is not to be answered */
    void check(Context context) {
        if (token.length == 0) {
            if (!LOCAL_NAMES.contains(hostOf(context))) {
                throw new ForbiddenResponse("ask for localhost");
            }
        } else if (!isToken(shown(context))) {
            if (context.path().equals(LOGIN) && context.method() == HandlerType.POST) {
                return;
            }
            // A plus stands for a blank there, and no token has one.
            String offered = Optional.ofNullable(context.queryParam(QUERY))
                    .map(text -> text.replace(' ', '+'))
                    .orElse(null);
            if (!isToken(offered)) {
                if (LoginPage.isFor(context)) {
                    LoginPage.show(context, false);
                    context.skipRemainingHandlers();
                    return;
                }
                context.header("WWW-Authenticate", "Bearer");
                throw new UnauthorizedResponse("token missing or wrong; a browser opens /?token=<token> once");
            }
            remember(context, offered);
        }
    }

    /** The cookie is for this site only and out of reach of scripts. */
    private static void remember(Context context, String token) {
        Cookie cookie = new Cookie(COOKIE, token);
        cookie.setPath("/");
        cookie.setHttpOnly(true);
        cookie.setSecure("https".equals(context.scheme()));
        cookie.setSameSite(SameSite.STRICT);
        context.cookie(cookie);
    }

    private boolean isToken(String shown) {
        return shown != null && MessageDigest.isEqual(token, shown.getBytes(StandardCharsets.UTF_8));
    }

    private static String shown(Context context) {
        String header = context.header("Authorization");
        return header != null && header.startsWith(BEARER) ? header.substring(BEARER.length()) : context.cookie(COOKIE);
    }

    private static String hostOf(Context context) {
        String host = context.header("Host");
        if (host == null) {
            return "";
        }
        int port = host.lastIndexOf(':');
        return port > host.lastIndexOf(']') ? host.substring(0, port) : host;
    }
}
