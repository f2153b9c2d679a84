package org.earshot.edges.alert.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.edges.alert.Events.NOON;
import static org.earshot.edges.alert.Events.event;
import static org.earshot.edges.alert.Events.status;

import java.util.List;
import org.earshot.edges.alert.Rules;
import org.earshot.schema.SourceState;
import org.junit.jupiter.api.Test;

class AlertJsonTest {
    private static final AlertRule RULE = Rules.parse(
                    "rules: [{name: 'door/glass', source_is: stale, send: [c]}]\nsinks: {c: {type: command, command: [cat]}}")
            .rules()
            .get(0);

    @Test
    void shouldReadBackWhatItNotesOfAnEventAndOfASource() throws Exception {
        var heard = new Alert(RULE, new AlertSubject.Heard(event("mic", "dog", NOON)), List.of("mic"), NOON);
        var stale = new AlertSubject.Trouble(status("mic/1", SourceState.STALE, NOON), NOON, false);
        var trouble = new Alert(RULE, stale, List.of("mic/1"), NOON.plusSeconds(5));

        for (Alert alert : List.of(heard, trouble)) {
            byte[] note = AlertJson.bytes(AlertJson.note(alert, "c", true));

            assertThat(AlertJson.sentAlert(note, NOON)).isEqualTo(SentAlert.of(alert, "c"));
            assertThat(AlertJson.sentAlert(note, NOON).alertId()).isEqualTo(alert.id());
        }
    }
}
