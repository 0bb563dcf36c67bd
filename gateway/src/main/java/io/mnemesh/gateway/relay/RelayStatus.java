package io.mnemesh.gateway.relay;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * What this gateway knows of the services it routes to; each gateway learns by itself.
 *
 * @param running whether requests are balanced by what is known, or the instances take turns
 */
@RegisterForReflection
public record RelayStatus(boolean running, List<UpstreamStatus> items) {}
