package io.mnemesh.intelligence.plugin.rest;

import io.mnemesh.intelligence.plugin.PluginStatus;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The plug-ins of this instance, as they are told. */
@Schema(name = "Plugins")
public record PluginView(List<One> items) {

    /** A plug-in. */
    @Schema(name = "Plugin")
    public record One(
            @Schema(examples = {"detector", "predictor", "recommender"})
            String kind,

            String name,

            @Schema(description = "Whether the service brings it along")
            boolean builtIn,

            @Schema(description = "Calls since this instance started; 0 for those that are not guarded")
            long calls,

            @Schema(description = "Of these, failed or late")
            long failures,

            @Schema(description = "Left out until then at least; null if it is not") @Nullable
            Instant leftOutUntil,

            @Schema(examples = "it did not answer within 500 ms") @Nullable
            String reason) {

        static One of(PluginStatus status) {
            return new One(
                    status.kind().text(),
                    status.name(),
                    status.builtIn(),
                    status.calls(),
                    status.failures(),
                    status.until(),
                    status.reason());
        }
    }

    static PluginView of(List<PluginStatus> all) {
        return new PluginView(all.stream().map(One::of).toList());
    }
}
