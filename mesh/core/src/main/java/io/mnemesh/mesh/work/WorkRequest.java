package io.mnemesh.mesh.work;

import io.mnemesh.mesh.tenancy.TenantId;
import java.time.Duration;

/**
 * Work for another service.
 *
 * @param service  who does it, for example {@code embeddings}
 * @param kind     what is asked, for example {@code embed}
 * @param lane     how urgent it is
 * @param tenant   for whom
 * @param deadline time the answer may take; later it is dropped unexecuted
 * @param body     the request, encoded as the kind says
 */
public record WorkRequest(String service, String kind, Lane lane, TenantId tenant, Duration deadline, byte[] body) {}
