package org.earshot.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** The ACLs of each role as the deployment files have them, one binding per operation. */
final class RoleAcls {
    private static final Path USERS = Path.of("..", "..", "deploy", "kubernetes", "strimzi", "users.yaml");
    private static final Map<String, ResourceType> TYPES = Map.of(
            "topic", ResourceType.TOPIC, "group", ResourceType.GROUP, "transactionalId", ResourceType.TRANSACTIONAL_ID);
    private static final Map<String, PatternType> PATTERNS =
            Map.of("literal", PatternType.LITERAL, "prefix", PatternType.PREFIXED);

    private RoleAcls() {}

    /** By name of the KafkaUser, whose certificate says {@code CN=<name>}. */
    static Map<String, List<AclBinding>> read() throws IOException {
        Map<String, List<AclBinding>> roles = new LinkedHashMap<>();
        YAMLMapper yaml = new YAMLMapper();
        try (MappingIterator<JsonNode> users = yaml.readerFor(JsonNode.class).readValues(USERS.toFile())) {
            while (users.hasNext()) {
                JsonNode user = users.next();
                String name = user.at("/metadata/name").asText();
                List<AclBinding> acls = new ArrayList<>();
                for (JsonNode acl : user.at("/spec/authorization/acls")) {
                    acl.get("operations").forEach(operation -> acls.add(binding(name, acl, operation.asText())));
                }
                roles.put(name, acls);
            }
        }
        return roles;
    }

    private static AclBinding binding(String user, JsonNode acl, String operation) {
        var resource = new ResourcePattern(
                TYPES.get(acl.at("/resource/type").asText()),
                acl.at("/resource/name").asText(),
                PATTERNS.get(acl.at("/resource/patternType").asText()));
        var entry = new AccessControlEntry(
                "User:CN=" + user, "*", AclOperation.fromString(operation), AclPermissionType.ALLOW);
        return new AclBinding(resource, entry);
    }
}
