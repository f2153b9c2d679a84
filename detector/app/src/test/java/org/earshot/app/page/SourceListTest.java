package org.earshot.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.IntStream;
import org.earshot.schema.SourceState;
import org.junit.jupiter.api.Test;

class SourceListTest {
    private final SourceList sources = new SourceList(5_000);

    @Test
    void shouldShowOfALargeFleetThoseThatNeedALookAndCountAll() {
        fleet(3_000, SourceState.HEALTHY);
        sources.put(row("zz-broken", SourceState.CLIPPED));

        var view = sources.all();

        assertThat(view.total()).isEqualTo(3_001);
        assertThat(view.counts()).containsEntry(SourceState.HEALTHY, 3_000).containsEntry(SourceState.CLIPPED, 1);
        assertThat(view.changed()).hasSize(SourceList.SHOWN);
        assertThat(view.changed().get(0).id()).isEqualTo("zz-broken");
    }

    @Test
    void shouldTellOnlyOfWhatIsShownOrWatched() {
        fleet(3_000, SourceState.HEALTHY);
        sources.changes(Set.of());

        IntStream.of(0, 2_500, 2_900).forEach(n -> sources.put(row(name(n), SourceState.HEALTHY)));
        var view = sources.changes(Set.of(name(2_900)));

        assertThat(view.changed()).extracting(SourceRow::id).containsExactlyInAnyOrder(name(0), name(2_900));
        assertThat(view.gone()).isEmpty();
        assertThat(sources.hasChanged()).isFalse();
    }

    @Test
    void shouldSwapWhatIsShownWhenSomethingElseNeedsALook() {
        fleet(3_000, SourceState.HEALTHY);
        sources.changes(Set.of());

        sources.put(row(name(2_500), SourceState.SILENT));
        var view = sources.changes(Set.of());

        assertThat(view.changed()).extracting(SourceRow::id).containsExactly(name(2_500));
        assertThat(view.gone()).containsExactly(name(SourceList.SHOWN - 1));
    }

    @Test
    void shouldForgetWhatWasDeletedAndWhatIsBeyondItsBound() {
        fleet(5_001, SourceState.HEALTHY);
        sources.changes(Set.of());

        sources.remove(name(1));
        var view = sources.changes(Set.of());

        assertThat(view.total()).isEqualTo(4_999);
        assertThat(view.counts()).containsEntry(SourceState.HEALTHY, 4_999);
        assertThat(view.gone()).containsExactly(name(1));
        assertThat(sources.select(name(0), null, 10)).isEmpty();
    }

    @Test
    void shouldFindSourcesThatAreNotShown() {
        fleet(3_000, SourceState.HEALTHY);
        sources.put(row("Yard", SourceState.STALE));

        assertThat(sources.select("yard", null, 10)).extracting(SourceRow::id).containsExactly("Yard");
        assertThat(sources.select("source-02", SourceState.HEALTHY, 10)).hasSize(10);
        assertThat(sources.select("yard", SourceState.HEALTHY, 10)).isEmpty();
    }

    private void fleet(int size, SourceState state) {
        IntStream.range(0, size).forEach(n -> sources.put(row(name(n), state)));
    }

    private static String name(int n) {
        return String.format("source-%05d", n);
    }

    private static SourceRow row(String id, SourceState state) {
        return new SourceRow(id, state, 0, 16_000, false, -40, 0, 0, 0);
    }
}
