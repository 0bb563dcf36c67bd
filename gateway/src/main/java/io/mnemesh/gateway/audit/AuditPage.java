package io.mnemesh.gateway.audit;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of the audit log, latest first.
 *
 * @param nextCursor null if there is no more
 */
@RegisterForReflection
public record AuditPage(List<AuditEntry> items, @Nullable String nextCursor) {}
