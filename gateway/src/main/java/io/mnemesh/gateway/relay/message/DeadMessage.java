package io.mnemesh.gateway.relay.message;

import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A message that is not tried any more, without its payload.
 *
 * @param sender account that sent it
 */
@RegisterForReflection
public record DeadMessage(TenantId tenant, String sender, MessageReceipt receipt) {}
