package org.earshot.edges.alert;

import java.util.List;
import java.util.Map;

/** Rule files for tests. */
public final class Rules {
    public static final KnownLabels LABELS =
            new KnownLabels("model tiny", List.of("dog", "siren", "gun_shot", "glass_breaking", "alarm_clock"), true);

    private Rules() {}

    public static AlertConfig parse(String yaml) {
        return AlertConfig.parse(yaml, "rules.yaml", Map.of("HOOK_KEY", "s3cret"), LABELS);
    }
}
