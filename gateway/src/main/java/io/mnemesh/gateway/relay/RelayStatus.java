package io.mnemesh.gateway.relay;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/** What this gateway knows of the services it routes to; each gateway learns by itself. */
@RegisterForReflection
public record RelayStatus(List<UpstreamStatus> items) {}
