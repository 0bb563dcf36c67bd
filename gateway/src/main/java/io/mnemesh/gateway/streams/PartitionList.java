package io.mnemesh.gateway.streams;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/** Every partition of the event log. */
@RegisterForReflection
public record PartitionList(List<PartitionView> items) {}
