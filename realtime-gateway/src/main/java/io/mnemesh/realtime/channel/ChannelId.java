package io.mnemesh.realtime.channel;

import io.mnemesh.mesh.tenancy.TenantId;

/**
 * Identity of a channel: two tenants with channels of the same name have two channels.
 *
 * @param tenant whose it is
 * @param name   as clients say it, for example {@code events:memory_created}
 */
public record ChannelId(TenantId tenant, String name) {

    @Override
    public String toString() {
        return tenant + ":" + name;
    }
}
