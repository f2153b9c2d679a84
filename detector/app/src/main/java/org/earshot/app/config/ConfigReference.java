package org.earshot.app.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;

/** Writes the reference document of all keys from their definitions, in Markdown. */
final class ConfigReference {
    private static final String HEAD = """
            # Configuration

            Written from the definitions in the sections of `app.config`; a test keeps it so.

            Settings come, each standing above the one before, from the defaults, from a file (`--config FILE` or
            `$EARSHOT_CONFIG`; properties or YAML), from environment variables and from `--set key=value`. The name of a variable
            is the key in capitals with `_` for `.`: `EARSHOT_CLIP_BLOCKS` is `earshot.clip.blocks`. An unknown key fails the
            start with exit code 2 and names the nearest one. `earshot run` logs the settings that were given, and where each comes
            from, secrets masked; every other has the default that stands here.

            A value may stand elsewhere, in the notation of Kafka's configuration providers: `${file:/path/of.properties:key}`,
            `${directory:/folder:file}` for the content of a file, as Kubernetes mounts Secrets, and `${env:NAME}`. What is not
            there fails the start; what is shown in the log is the reference.
            """;
    private static final String TAIL = """

            ## Thresholds

            The model's own thresholds are in force unless these keys say otherwise. `LABEL` is a label of the model or `*` for
            all. The nearest rule wins: group and label, group and `*`, label, `*`, model.

            | key | type | meaning |
            |---|---|---|
            | `earshot.threshold.LABEL.gate` | number, 0..1 | A clip speaks of the label only if its tag exceeds this. |
            | `earshot.threshold.LABEL.high` | number, 0..1 | Activity that an event must reach once. |
            | `earshot.threshold.LABEL.low` | number, 0..1 | Activity above which an event goes on. |
            | `earshot.group.NAME.sources` | regular expression | Source ids that belong to the group; the whole id must match. A source belongs to the first group, by name, that matches. |
            | `earshot.group.NAME.threshold.LABEL.gate`, `.high`, `.low` | number, 0..1 | The same for the sources of the group. |
            | `earshot.group.NAME.levels.calibration.db` | number | `earshot.levels.calibration.db` for the sources of the group: one group for each kind of microphone, or for one. |

            ## Retention by label

            | key | type | meaning |
            |---|---|---|
            | `earshot.evidence.retention.LABEL.ms` | whole number, 0 or more | How long evidence of the label is kept instead of `earshot.evidence.retention.ms`; 0: for ever. |

            ## Passed through

            | key | goes to |
            |---|---|
            | `kafka.*` | every Kafka client, e.g. `kafka.bootstrap.servers`, `kafka.security.protocol`, `kafka.sasl.jaas.config`; variables: `EARSHOT_KAFKA_BOOTSTRAP_SERVERS` |
            | `streams.*` | Kafka Streams, e.g. `streams.application.id`, `streams.num.stream.threads`, `streams.state.dir`; variables: `EARSHOT_STREAMS_STATE_DIR` |

            `publish`, `events`, `alerts` and `bridge` take the same settings, with or without the prefix, from
            `--kafka-config FILE`, from the same variables and from `--kafka key=value`; `--bootstrap-servers` is the address alone.
            Without an address every command looks for Kafka at `127.0.0.1:9092`, where `earshot broker` listens.

            A name that differs from a known one in one or two letters is taken for a slip and refused; other names pass, they may
            belong to a plug-in.

            ## Schema registry

            Off by default: records are in Avro's single-object encoding, which needs none. With `kafka.schema.registry.url` every
            record that Earshot writes is in Confluent's framing (a zero byte, the schema's id in 4 bytes, the binary form), its schema
            registered under `<topic>-value`; both framings are read. Works with registries that have Confluent's interface, Apicurio's
            at `/apis/ccompat/v7` among them. The keys are settings of the Kafka clients, so that every command takes them.

            | key | default | meaning |
            |---|---|---|
            | `kafka.schema.registry.url` | | `http://` or `https://` addresses, by commas. A `user:password@` in one is taken as the next key is, and shown nowhere. |
            | `kafka.schema.registry.basic.auth.user.info` | | `user:password`. |
            | `kafka.schema.registry.ssl.*` | | Key and trust stores, as the `ssl.*` of a Kafka client. |
            | `kafka.schema.registry.request.timeout.ms` | `5000` | Longest wait for one answer; six are tried. |
            | `kafka.auto.register.schemas` | `true` | `false`: schemas must be there, as the files `org/earshot/schema/*.avsc` of the jar `earshot-schemas` have them. `true`: they are registered, and a subject without a compatibility of its own, or with `NONE`, is given `FULL_TRANSITIVE`. |

            A registry that refuses fails the start. `earshot doctor` says beforehand whether the schemas are there or would be
            taken; it looks only and registers none. A registry that is away later stops nothing that is known; a record of a
            schema not seen before waits for it.

            ## Example

            ```yaml
            earshot:
              device: cuda
              clip.blocks: 10
              threshold:
                gun_shot: {gate: 0.5, high: 0.4, low: 0.2}
              group:
                garages:
                  sources: "garage-.*"
                  threshold:
                    car_horn: {gate: 0.8}
            kafka.bootstrap.servers: broker-1:9093,broker-2:9093
            streams.num.stream.threads: 2
            ```
            """;

    private ConfigReference() {}

    static String markdown() {
        StringBuilder page = new StringBuilder(HEAD);
        String group = "";
        for (ConfigKey key : inOrder()) {
            if (!key.group.equals(group)) {
                group = key.group;
                page.append("\n## ")
                        .append(group)
                        .append("\n\n| key | type | default | valid | meaning |\n|---|---|---|---|---|\n");
            }
            page.append(row(key));
        }
        return page.append(TAIL).toString();
    }

    private static List<ConfigKey> inOrder() {
        List<ConfigKey> keys =
                new ArrayList<>(ConfigKeys.DEFINITION.configKeys().values());
        keys.sort((a, b) -> Integer.compare(a.orderInGroup, b.orderInGroup));
        return keys;
    }

    private static String row(ConfigKey key) {
        String value = key.defaultValue instanceof org.apache.kafka.common.config.types.Password
                ? ""
                : String.valueOf(key.defaultValue);
        return "| `" + key.name + "` | " + key.type.name().toLowerCase(Locale.ROOT) + " | "
                + (value.isEmpty() ? "" : "`" + value + "`") + " | "
                + (key.validator == null ? "" : key.validator.toString()) + " | " + key.documentation + " |\n";
    }
}
