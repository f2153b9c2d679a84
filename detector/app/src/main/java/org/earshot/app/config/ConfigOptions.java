package org.earshot.app.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options {@code --config} and {@code --set} of every command that is configured; used as a picocli mixin. */
public final class ConfigOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "Configuration file, properties or YAML (default: $EARSHOT_CONFIG). May be given several times; a"
                            + " later file stands above the earlier ones.")
    private List<Path> files = List.of();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "One setting; stands above file and environment. May be given several times.")
    private Map<String, String> sets = new LinkedHashMap<>();

    /** @throws org.earshot.core.model.ConfigurationException naming what is wrong */
    public Config load() {
        return load(Map.of());
    }

    /** The same with settings from other options of the command; {@code --set} overrides them. */
    public Config load(Map<String, String> fromOptions) {
        Map<String, String> all = new LinkedHashMap<>(fromOptions);
        all.putAll(sets);
        return load(files, all);
    }

    /** What a detector is configured with that is started from here with these settings and no file. */
    public static Config fromEnvironment(Map<String, String> sets) {
        return load(List.of(), sets);
    }

    private static Config load(List<Path> files, Map<String, String> sets) {
        Map<String, String> environment = System.getenv();
        String named = environment.get("EARSHOT_CONFIG");
        List<Path> from = files.isEmpty() && named != null && !named.isBlank() ? List.of(Path.of(named)) : files;
        return Config.loadAll(from, environment, sets);
    }
}
