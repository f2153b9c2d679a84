package org.earshot.app.command;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.earshot.app.calibrate.CalibratedSettings.Chosen;
import org.earshot.app.calibrate.PlaceSound;
import org.earshot.app.calibrate.PlaceSound.Heard;
import org.earshot.app.calibrate.SourceGroup;
import org.earshot.app.config.Config;
import org.earshot.app.config.ConfiguredNetwork;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.Thresholds;

/** The thresholds that a configuration has in force for the sources of a group. */
final class GroupThresholds {
    private GroupThresholds() {}

    /** The thresholds of a group's sources, which must be the same: each label gets one new value. */
    static List<Thresholds> inForce(Config config, MaskNetwork network, SourceGroup group, Heard heard) {
        List<String> ids =
                heard.sources().stream().map(PlaceSound.SourceTime::sourceId).toList();
        Map<List<Thresholds>, String> different = ids.stream()
                .collect(Collectors.toMap(
                        id -> ConfiguredNetwork.detector(config, network.manifest(), id)
                                .thresholds(),
                        id -> id,
                        (first, second) -> first));
        if (different.size() > 1) {
            throw new ConfigurationException("the sources " + String.join(" and ", different.values())
                    + " have different thresholds in force; calibrate them apart, with --sources"
                    + (group.glob().equals("*") ? "" : " of fewer sources than " + group.glob()));
        }
        return different.keySet().iterator().next();
    }

    /** A group of the configuration that comes first would leave the chosen thresholds without effect. */
    static void requireInForce(Config with, MaskNetwork network, List<Chosen> all) {
        for (Chosen chosen : all) {
            for (PlaceSound.SourceTime source : chosen.calibration().heardSources()) {
                if (!ConfiguredNetwork.detector(with, network.manifest(), source.sourceId())
                        .thresholds()
                        .equals(chosen.calibration().thresholds())) {
                    throw new ConfigurationException("the thresholds chosen for " + source.sourceId()
                            + " would not be in force: another group of the configuration comes first; take the source out"
                            + " of that, or give --sources that do not overlap");
                }
            }
        }
    }
}
