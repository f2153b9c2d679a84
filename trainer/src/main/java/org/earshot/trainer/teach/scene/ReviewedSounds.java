package org.earshot.trainer.teach.scene;

import java.util.ArrayList;
import java.util.List;
import org.earshot.trainer.data.corpus.Recording;

/**
 * What people's reviews say of one label. Its examples are the events that were confirmed as the label or corrected to it. What
 * is not the label are the events of it that were refuted, and those that were confirmed as another label or corrected to one.
 * A refuted event of another label may be anything, the label included, and is neither.
 *
 * <p>Example, for {@code dog}: a confirmed dog is an example, and so is a siren that "was dog". A refuted dog is none, nor is a
 * dog that "was siren" or a confirmed siren. A refuted siren says nothing of dogs.
 *
 * <p>Immutable.
 *
 * @param examples recordings of the label
 * @param not recordings of other sounds
 */
public record ReviewedSounds(List<Recording> examples, List<Recording> not) {
    /** @param reviewed as {@link org.earshot.trainer.data.corpus.Reviews} makes them */
    public static ReviewedSounds of(List<Recording> reviewed, String label) {
        List<Recording> examples = new ArrayList<>();
        List<Recording> not = new ArrayList<>();
        for (Recording recording : reviewed) {
            boolean known = recording.role() == Recording.Role.EVENT;
            boolean named = recording.label().equals(label);
            if (known && named) {
                examples.add(recording);
            } else if (known || named) {
                not.add(recording);
            }
        }
        return new ReviewedSounds(examples, not);
    }
}
