package org.earshot.streams.framing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;
import org.earshot.core.model.ConfigurationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Schemas and their numbers in a registry with Confluent's interface (version 1 of its REST API; Apicurio offers the same
 * at {@code /apis/ccompat/v7}). Every schema is asked for once and remembered.
 *
 * <p>Safe for use by several threads.
 */
public final class SchemaRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(SchemaRegistry.class);
    private static final String COMPATIBILITY = "FULL_TRANSITIVE";
    /** What Apicurio says of a subject without a rule, where Confluent's registry says 404. */
    private static final String UNCHECKED = "NONE";

    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    /** In the body of a 404: the subject is not there. */
    private static final int NO_SUBJECT = 40401;
    /** In the body of a 404: the subject is there, without this schema. */
    private static final int NO_SCHEMA = 40403;

    /** Numbers that are remembered to be of no use, and so the most requests for such that a sender can cause in that time. */
    static final int MOST_USELESS = 64;

    private static final Duration USELESS_FOR = Duration.ofSeconds(30);

    private final RegistryHttp http;
    private final boolean registers;
    private final Map<String, Integer> ids = new ConcurrentHashMap<>();
    private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();
    private final Map<Integer, Useless> useless = new ConcurrentHashMap<>();

    /** A number without a schema that can be read. */
    private record Useless(long sinceNanos, String why) {
        boolean isOld() {
            return System.nanoTime() - sinceNanos >= USELESS_FOR.toNanos();
        }
    }

    private SchemaRegistry(RegistryHttp http, boolean registers) {
        this.http = http;
        this.registers = registers;
    }

    /**
     * The registry that a client's settings name.
     *
     * @param client settings of a Kafka client, of which {@code schema.registry.url}, {@code
     *     schema.registry.basic.auth.user.info}, {@code schema.registry.ssl.*}, {@code
     *     schema.registry.request.timeout.ms} and {@code auto.register.schemas} count
     * @return empty without a URL
     * @throws ConfigurationException if they cannot be used
     */
    public static Optional<SchemaRegistry> of(Map<String, ?> client) {
        Object registers = client.get("auto.register.schemas");
        return RegistryHttp.of(client)
                .map(http -> new SchemaRegistry(
                        http, registers == null || !registers.toString().equals("false")));
    }

    /** Its addresses, by commas. */
    public String url() {
        return http.url();
    }

    /**
     * The number of a schema under a subject. Registers it there unless {@code auto.register.schemas} is false; then asks
     * for full compatibility with all versions, where the subject has no rule of its own or the rule NONE.
     *
     * @throws ConfigurationException if the registry refuses
     * @throws RegistryException if it does not answer
     */
    public int id(String subject, Schema schema) {
        return ids.computeIfAbsent(subject, name -> ask(name, schema));
    }

    private int ask(String subject, Schema schema) {
        String path = "/subjects/" + URLEncoder.encode(subject, StandardCharsets.UTF_8);
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("schema", schema.toString());
        RegistryHttp.Answer answer = http.send("POST", registers ? path + "/versions" : path, body);
        if (!answer.isOk()) {
            throw new ConfigurationException("schema registry " + http.url() + ": subject " + subject + ": "
                    + answer.complaint()
                    + (answer.status() == CONFLICT
                            ? "; another schema is registered there: give the topic another name or clear the subject"
                            : registers ? "" : "; register it first, or let auto.register.schemas be true"));
        }
        int id = answer.body().path("id").asInt(-1);
        if (id < 0) {
            throw new ConfigurationException(
                    "schema registry " + http.url() + " does not answer as one; check schema.registry.url");
        }
        schemas.put(id, schema);
        if (registers) {
            demandCompatibility(subject);
        }
        return id;
    }

    /**
     * Looks whether a schema is registered under a subject; registers nothing.
     *
     * @return false if it is not, and {@link #id} would register it
     * @throws ConfigurationException if {@link #id} would fail: the registry refuses, or holds schemas with which this one is
     *     incompatible, or lacks it where {@code auto.register.schemas} is false, or does not answer
     */
    public boolean knows(String subject, Schema schema) {
        try {
            return lookUp(subject, schema);
        } catch (RegistryException e) {
            throw new ConfigurationException(e.getMessage(), e);
        }
    }

    private boolean lookUp(String subject, Schema schema) {
        String name = URLEncoder.encode(subject, StandardCharsets.UTF_8);
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("schema", schema.toString());
        RegistryHttp.Answer answer = http.send("POST", "/subjects/" + name, body);
        if (answer.isOk() && answer.body().path("id").isInt()) {
            return true;
        }
        // A registry says with a number of its own which of the two it lacks; whoever else answers 404 is none.
        int lacks = answer.body().path("error_code").asInt();
        if (lacks != NO_SUBJECT && lacks != NO_SCHEMA) {
            throw new ConfigurationException("schema registry " + http.url() + ": subject " + subject + ": "
                    + answer.complaint() + "; check schema.registry.url");
        }
        if (!registers) {
            throw new ConfigurationException("schema registry " + http.url() + ": subject " + subject
                    + " lacks the schema; register it first, or let auto.register.schemas be true");
        }
        if (lacks == NO_SCHEMA) {
            RegistryHttp.Answer fits = http.send("POST", "/compatibility/subjects/" + name + "/versions/latest", body);
            if (fits.isOk() && !fits.body().path("is_compatible").asBoolean(true)) {
                throw new ConfigurationException("schema registry " + http.url() + ": subject " + subject
                        + " holds another schema, with which this one is not compatible; give the topic another name"
                        + " or clear the subject");
            }
        }
        return false;
    }

    private void demandCompatibility(String subject) {
        String path = "/config/" + URLEncoder.encode(subject, StandardCharsets.UTF_8);
        try {
            RegistryHttp.Answer chosen = http.send("GET", path, null);
            if (chosen.status() != NOT_FOUND
                    && !UNCHECKED.equals(
                            chosen.body().path("compatibilityLevel").asText())) {
                return;
            }
            ObjectNode body = JsonNodeFactory.instance.objectNode().put("compatibility", COMPATIBILITY);
            RegistryHttp.Answer answer = http.send("PUT", path, body);
            if (!answer.isOk()) {
                LOG.info("schema registry: {} keeps its compatibility: {}", subject, answer.complaint());
            }
        } catch (RegistryException | ConfigurationException e) {
            LOG.info("schema registry: {} keeps its compatibility: {}", subject, e.getMessage());
        }
    }

    /** Whether the schema of a number is known without asking. */
    boolean hasNumber(int id) {
        return schemas.containsKey(id);
    }

    /**
     * Finds out the numbers of schemas, those of them that are registered, so that whatever other numbers are asked for later, records
     * with these can be read.
     *
     * @throws RegistryException if the registry does not answer
     */
    void learn(String subject, List<Schema> known) {
        for (Schema schema : known) {
            ObjectNode body = JsonNodeFactory.instance.objectNode().put("schema", schema.toString());
            JsonNode id = http.lookUp("/subjects/" + URLEncoder.encode(subject, StandardCharsets.UTF_8), body)
                    .body()
                    .path("id");
            if (id.isInt()) {
                schemas.put(id.asInt(), schema);
            }
        }
    }

    /**
     * The schema of a number. Whoever sends numbers at random must not make us wait for the registry with each of them: after
     * {@value #MOST_USELESS} that were of no use within half a minute, no further ones are asked for.
     *
     * @throws SerializationException if the registry has none, or is not asked
     * @throws RegistryException if it does not answer, or not as a registry
     */
    Schema schema(int id) {
        Schema known = schemas.get(id);
        return known == null ? fetch(id) : known;
    }

    private Schema fetch(int id) {
        useless.values().removeIf(Useless::isOld);
        Useless known = useless.get(id);
        if (known != null) {
            throw new SerializationException(known.why);
        }
        if (useless.size() >= MOST_USELESS) {
            throw new SerializationException("the schema registry is not asked for schema " + id + ": it had none for "
                    + useless.size() + " others in the last " + USELESS_FOR.toSeconds() + " s");
        }
        RegistryHttp.Answer answer = http.look("/schemas/ids/" + id);
        if (!answer.isOk()) {
            throw useless(
                    id,
                    "the schema registry has no schema " + id
                            + (answer.status() == NOT_FOUND ? "" : " (" + answer.complaint() + ")"));
        }
        JsonNode text = answer.body().path("schema");
        JsonNode type = answer.body().path("schemaType");
        if (!text.isTextual() || type.isTextual() && !type.asText().equals("AVRO")) {
            throw useless(id, "schema " + id + " of the registry is no Avro schema");
        }
        try {
            Schema schema = new Schema.Parser().parse(text.asText());
            schemas.put(id, schema);
            return schema;
        } catch (AvroRuntimeException e) {
            throw useless(id, "schema " + id + " of the registry: " + e.getMessage());
        }
    }

    private SerializationException useless(int id, String why) {
        useless.put(id, new Useless(System.nanoTime(), why));
        return new SerializationException(why);
    }
}
