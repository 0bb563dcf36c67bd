package io.mnemesh.gateway.accounts;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of accounts, by name.
 *
 * @param nextCursor null if there is no more
 */
@RegisterForReflection
public record AccountPage(List<Account> items, @Nullable String nextCursor) {}
