package io.mnemesh.intelligence.association.rest;

import io.mnemesh.intelligence.association.Consent.Setting;
import io.mnemesh.intelligence.association.persistence.ConsentStore.Change;
import io.mnemesh.intelligence.rest.PageCursor;
import io.mnemesh.intelligence.sql.Position;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Whether a tenant learns associations.
 *
 * @param since when an administrator said so; null while the default of the mesh holds
 */
@Schema(name = "AssociationSetting", examples = "{\"enabled\":true,\"since\":\"2026-11-21T11:00:00Z\"}")
public record SettingView(boolean enabled, @Nullable Instant since) {

    static SettingView of(Setting setting) {
        return new SettingView(setting.enabled(), setting.since());
    }

    /** What an administrator wants. */
    @Schema(name = "AssociationSettingRequest", examples = "{\"enabled\":true}")
    public record Body(@Schema(required = true) @Nullable Boolean enabled) {}

    /**
     * A change.
     *
     * @param changedBy who; null if they were erased since
     * @param removed   ratings that were deleted with it
     */
    @Schema(name = "AssociationSettingChange")
    public record ChangeView(
            UUID id, boolean enabled, @Nullable String changedBy, Instant at, long removed) {}

    /** A page of changes, the latest first. */
    @Schema(name = "AssociationSettingChanges")
    public record Page(List<ChangeView> items, @Nullable String nextCursor) {

        /** @param size items of a page; one more than that means there is a next one */
        static Page of(List<Change> changes, int size) {
            Change last = changes.size() > size ? changes.get(size - 1) : null;
            return new Page(
                    changes.stream()
                            .limit(size)
                            .map(one -> new ChangeView(one.id(), one.enabled(), one.by(), one.at(), one.removed()))
                            .toList(),
                    last == null ? null : PageCursor.of(new Position(last.at(), last.id())));
        }
    }
}
