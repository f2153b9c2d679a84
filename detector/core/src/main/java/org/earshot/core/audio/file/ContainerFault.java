package org.earshot.core.audio.file;

/** Something about the end of a container is wrong; the message follows the name of the recording. */
final class ContainerFault extends Exception {
    private static final long serialVersionUID = 1L;

    ContainerFault(String what) {
        super(what, null, false, false);
    }
}
