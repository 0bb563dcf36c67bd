package io.mnemesh.realtime.archive;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some events of the archive.
 *
 * @param items      in the order asked for
 * @param nextCursor what to ask with for those behind; null if there are none now
 */
@RegisterForReflection
public record EventPage(List<ArchivedEvent> items, @Nullable String nextCursor) {}
