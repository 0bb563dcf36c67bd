package io.mnemesh.mesh.stream;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Rendezvous (highest random weight) hashing, after Thaler and Ravishankar 1998: everyone who knows the same members
 * names the same owner, and a member that comes or goes moves only its own share. O(members) per question.
 */
final class Rendezvous {

    private Rendezvous() {}

    /** The owner among the members, or null if there are none. */
    static @Nullable String owner(Collection<String> members, String thing) {
        String owner = null;
        long best = 0;
        for (String member : members) {
            long weight = weight(member, thing);
            if (owner == null
                    || Long.compareUnsigned(weight, best) > 0
                    || (weight == best && member.compareTo(owner) > 0)) {
                owner = member;
                best = weight;
            }
        }
        return owner;
    }

    private static long weight(String member, String thing) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : (member + '\0' + thing).getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }
}
