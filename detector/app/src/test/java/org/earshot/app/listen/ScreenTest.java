package org.earshot.app.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private final StringWriter both = new StringWriter();

    @Test
    void shouldDrawInPlaceAndPrintEventsAbove() {
        PrintWriter terminal = new PrintWriter(both);
        Screen screen = new Screen(terminal, terminal, true, 10);

        screen.draw(List.of("one", "two"));
        screen.event("dog");
        screen.draw(List.of("three", "a line that is too long"));

        assertThat(both.toString().replace(System.lineSeparator(), "\n"))
                .isEqualTo("one\ntwo\n\u001b[2A\r\u001b[Jdog\none\ntwo\n\u001b[2A\r\u001b[Jthree\na line tha\n");
    }

    @Test
    void shouldPrintEventsAloneWhereNobodyWatches() {
        StringWriter events = new StringWriter();
        Screen screen = new Screen(new PrintWriter(events), new PrintWriter(both), false, 80);

        screen.draw(List.of("one"));
        screen.event("dog");

        assertThat(events.toString()).isEqualTo("dog" + System.lineSeparator());
        assertThat(both.toString()).isEmpty();
    }
}
