package org.earshot.edges.alert.template;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.earshot.edges.alert.rule.AlertJson;

/**
 * A body of one's own, or the alert as JSON.
 *
 * <p>Immutable.
 *
 * @param uri where to
 * @param body empty for the whole alert as JSON
 */
public record OwnForm(URI uri, Optional<BodyTemplate> body) implements MessageForm {
    @Override
    public HttpMessage of(Notice notice) {
        return body.map(template -> new HttpMessage(uri, template.type(), Map.of(), template.fill(notice.fields())))
                .orElseGet(() -> new HttpMessage(
                        uri, "application/json", Map.of(), AlertJson.bytes(AlertJson.of(notice.alert()))));
    }
}
