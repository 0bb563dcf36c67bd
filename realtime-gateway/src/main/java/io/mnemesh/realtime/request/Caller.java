package io.mnemesh.realtime.request;

import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.realtime.filter.ChannelFilters;

/**
 * Who asks.
 *
 * @param filters what the caller's token lets be seen of channels
 */
public record Caller(Identity identity, ChannelFilters filters) {}
