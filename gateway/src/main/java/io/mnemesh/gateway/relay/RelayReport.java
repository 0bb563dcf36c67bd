package io.mnemesh.gateway.relay;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * What an order to RelayCore did in this gateway.
 *
 * @param running whether requests are balanced by what is known of the instances
 * @param before  what was known when the order came
 */
@RegisterForReflection
public record RelayReport(boolean running, List<UpstreamStatus> before) {}
