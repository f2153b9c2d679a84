package org.earshot.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** Holds {@code asyncapi.yaml} to the structure of AsyncAPI 3.0 as far as it is used, and to the schemas. */
class AsyncApiTest {
    private final JsonNode document = read();

    @Test
    void shouldBeAsyncApiThreeWithTitleAndVersion() {
        assertThat(document.path("asyncapi").asText()).isEqualTo("3.0.0");
        assertThat(document.at("/info/title").asText()).isNotBlank();
        assertThat(document.at("/info/version").asText()).isNotBlank();
        assertThat(document.fieldNames())
                .toIterable()
                .isSubsetOf(
                        "asyncapi",
                        "id",
                        "info",
                        "servers",
                        "defaultContentType",
                        "channels",
                        "operations",
                        "components");
    }

    @Test
    void shouldNameEveryTopicOnce() {
        List<String> addresses = new ArrayList<>();
        document.path("channels")
                .forEach(channel -> addresses.add(channel.path("address").asText()));

        assertThat(addresses)
                .containsExactlyInAnyOrder(
                        "earshot.audio",
                        "earshot.events",
                        "earshot.tags",
                        "earshot.source-status",
                        "earshot.levels",
                        "earshot.dead-letters");
        document.path("channels").forEach(channel -> {
            assertThat(channel.at("/bindings/kafka/topic")).isEqualTo(channel.path("address"));
            assertThat(channel.path("messages")).isNotEmpty();
        });
    }

    @Test
    void shouldResolveEveryReference() {
        List<String> references = new ArrayList<>();
        collect(document, references);

        assertThat(references).isNotEmpty().allSatisfy(reference -> {
            if (reference.startsWith("#")) {
                assertThat(document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse();
            } else {
                assertThat(Path.of(reference)).exists();
            }
        });
    }

    @Test
    void shouldUseEveryChannelByAnOperation() {
        List<String> used = new ArrayList<>();
        document.path("operations").forEach(operation -> {
            assertThat(operation.path("action").asText()).isIn("send", "receive");
            used.add(operation.at("/channel/$ref").asText());
        });

        document.path("channels")
                .fieldNames()
                .forEachRemaining(name -> assertThat(used).contains("#/channels/" + name));
    }

    @Test
    void shouldGiveEachMessageAKeyAndThePayloadOfItsSchema() throws IOException {
        for (JsonNode message : document.at("/components/messages")) {
            assertThat(message.at("/bindings/kafka/key")).isNotEmpty();
            JsonNode file = message.at("/payload/schema/$ref");
            if (!file.isMissingNode()) {
                Schema schema = new Schema.Parser().parse(Files.readString(Path.of(file.asText())));
                assertThat(schema.getName()).isEqualTo(message.path("name").asText());
            }
        }
    }

    private static void collect(JsonNode node, List<String> references) {
        if (node.path("$ref").isTextual()) {
            references.add(node.path("$ref").asText());
        }
        node.forEach(child -> collect(child, references));
    }

    private static JsonNode read() {
        try {
            return new YAMLMapper().readTree(Path.of("asyncapi.yaml").toFile());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
