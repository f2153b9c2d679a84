package org.earshot.app.demo;

import java.nio.file.Path;

/**
 * What the demonstration plays and how.
 *
 * @param model file or name of a shipped one
 * @param folder with the user's own recordings, or null for the shipped scene
 * @param seed of the scene
 * @param speed seconds of sound per second
 */
public record DemoSettings(String model, Path folder, long seed, double speed) {}
