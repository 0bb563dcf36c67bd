package io.mnemesh.intelligence.association.rest;

import io.mnemesh.intelligence.association.Answer;
import io.mnemesh.intelligence.association.Suggestion;
import io.mnemesh.intelligence.association.Suggestion.Reason;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What others found useful in a context.
 *
 * @param enabled   whether the tenant learns
 * @param takesPart whether the caller does
 * @param items     memories, the strongest first; read them with the caller's token
 * @param missing   what would be needed to say more
 * @param notice    why nothing is said
 * @param model     what counted
 */
@Schema(name = "Associations", examples = """
                {"enabled":true,"takesPart":true,"items":[{"memoryId":"019aa3c1-7d3e-7c54-9a51-0d6a3f1f8b0e","memoryType":"fact",\
                "support":4,"confidence":0.5101,"lift":2.1429,"likelihoodRatio":6.1,"strength":0.3478,"why":[{"name":"task",\
                "value":"book-trains","support":4,"confidence":0.5101,"lift":2.1429}]}],"missing":[],"notice":null,\
                "model":"association-1"}""")
public record AssociationsView(
        boolean enabled,
        boolean takesPart,
        List<Item> items,
        List<String> missing,
        @Nullable String notice,
        String model) {

    /** Named by each answer; another way to count gets another name. */
    private static final String MODEL = "association-1";

    private static final double SHOWN = 1e4;

    /**
     * A memory.
     *
     * @param support         other users of the context who found it useful; who they are is not told
     * @param confidence      least share of ratings that speak for it, at 95 %
     * @param lift            how much more often it is useful in the context than anywhere; 1 is no difference
     * @param likelihoodRatio Dunning's ratio of that difference; 3.84 is 95 %
     * @param strength        what the order is by, 0 to 1
     * @param why             what of the caller's context it goes together with, the strongest first
     */
    @Schema(name = "Association")
    public record Item(
            UUID memoryId,
            String memoryType,
            long support,
            double confidence,
            double lift,
            double likelihoodRatio,
            double strength,
            List<Why> why) {}

    /** One thing that the caller's context says. */
    @Schema(name = "AssociationReason")
    public record Why(
            @Schema(examples = {"task", "tag", "attribute:channel"})
            String name,

            String value,
            long support,
            double confidence,
            double lift) {}

    static AssociationsView of(Answer answer) {
        return new AssociationsView(
                answer.enabled(),
                answer.takesPart(),
                answer.suggestions().stream().map(AssociationsView::item).toList(),
                answer.missing(),
                answer.notice(),
                MODEL);
    }

    private static Item item(Suggestion suggestion) {
        var shares = suggestion.best().shares();
        return new Item(
                suggestion.memoryId(),
                suggestion.type(),
                shares.support(),
                shown(shares.confidence()),
                shown(shares.lift()),
                shown(shares.likelihoodRatio()),
                shown(shares.strength()),
                suggestion.reasons().stream().map(AssociationsView::why).toList());
    }

    private static Why why(Reason reason) {
        return new Why(
                reason.key().name(),
                reason.key().value(),
                reason.shares().support(),
                shown(reason.shares().confidence()),
                shown(reason.shares().lift()));
    }

    private static double shown(double value) {
        return Math.round(value * SHOWN) / SHOWN;
    }
}
