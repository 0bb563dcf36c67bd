package io.mnemesh.intelligence.security.rest;

import io.mnemesh.intelligence.rest.PageCursor;
import io.mnemesh.intelligence.security.SecurityAlert;
import io.mnemesh.intelligence.sql.Position;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A page of security alerts, the latest first. */
@Schema(name = "SecurityAlerts")
public record SecurityAlertPage(
        List<SecurityAlertView> items, @Nullable String nextCursor) {

    /** @param size items of a page; one more than that means there is a next one */
    static SecurityAlertPage of(List<SecurityAlert> alerts, int size) {
        SecurityAlert last = alerts.size() > size ? alerts.get(size - 1) : null;
        return new SecurityAlertPage(
                alerts.stream().limit(size).map(SecurityAlertView::of).toList(),
                last == null ? null : PageCursor.of(new Position(last.firstAt(), last.id())));
    }
}
