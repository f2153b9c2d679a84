package org.earshot.core.example;

import java.nio.file.Path;
import org.earshot.core.Earshot;
import org.earshot.core.HeardEvent;

/** Prints the events of recordings: {@code java -cp 'lib/*' Listening.java street.flac yard.wav}. */
public final class Listening {
    public static void main(String[] files) {
        try (Earshot earshot = Earshot.open("light")) {
            for (String file : files) {
                for (HeardEvent event : earshot.events(Path.of(file))) {
                    System.out.printf(
                            "%s %s %.2f s to %.2f s, score %.2f%n",
                            file,
                            event.label(),
                            event.onset().toMillis() / 1e3,
                            event.offset().toMillis() / 1e3,
                            event.score());
                }
            }
        }
    }
}
