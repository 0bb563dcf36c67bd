package io.mnemesh.memory.index.lucene;

import io.mnemesh.memory.index.document.Micros;
import io.mnemesh.memory.index.ranking.Profile;
import io.mnemesh.mesh.tenancy.TenantId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.NumericUtils;

/**
 * The term a turn has in the order of its conversation: tenant, conversation and session, then time and id so that terms
 * sort as the turns were said, or the other way round.
 */
final class TurnKey {

    /** Length of time and id. */
    private static final int PLACE = 3 * Long.BYTES;

    private TurnKey() {}

    /** Sorts as said. */
    static BytesRef forward(TenantId tenant, String conversation, Profile profile, UUID id) {
        return key(tenant, conversation, profile, id, (byte) 0);
    }

    /** Sorts from the last said to the first. */
    static BytesRef backward(TenantId tenant, String conversation, Profile profile, UUID id) {
        return key(tenant, conversation, profile, id, (byte) 0xff);
    }

    private static BytesRef key(TenantId tenant, String conversation, Profile profile, UUID id, byte mask) {
        String session = profile.session();
        byte[] thread = (tenant.value() + '\0' + conversation + '\0' + (session == null ? "" : session) + '\0')
                .getBytes(StandardCharsets.UTF_8);
        byte[] place = ByteBuffer.allocate(PLACE)
                .position(Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        NumericUtils.longToSortableBytes(Micros.of(profile.happenedAt()), place, 0);
        var key = new byte[thread.length + PLACE];
        System.arraycopy(thread, 0, key, 0, thread.length);
        for (int i = 0; i < PLACE; i++) {
            key[thread.length + i] = (byte) (place[i] ^ mask);
        }
        return new BytesRef(key);
    }

    /** True if both are keys of the same conversation and session. */
    static boolean sameThread(BytesRef one, BytesRef other) {
        return one.length == other.length
                && new BytesRef(one.bytes, one.offset, one.length - PLACE)
                        .bytesEquals(new BytesRef(other.bytes, other.offset, other.length - PLACE));
    }
}
