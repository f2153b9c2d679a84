package org.earshot.edges.alert.template;

import java.net.URI;
import java.util.Map;

/**
 * A request to be posted.
 *
 * @param uri where to; as a whole it is a secret
 * @param type media type of the body
 * @param headers more headers
 * @param body what is posted
 */
public record HttpMessage(URI uri, String type, Map<String, String> headers, byte[] body) {
    public HttpMessage {
        headers = Map.copyOf(headers);
    }
}
