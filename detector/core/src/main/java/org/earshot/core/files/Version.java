package org.earshot.core.files;

/** The version of the program, from the manifest of its jar. */
public final class Version {
    private Version() {}

    /** Version of this build, or {@code dev} when run from a class folder. */
    public static String current() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }
}
