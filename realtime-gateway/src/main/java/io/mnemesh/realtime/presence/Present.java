package io.mnemesh.realtime.presence;

import io.mnemesh.realtime.channel.Member;
import java.util.List;

/**
 * Who is in a channel.
 *
 * @param clients all connections
 * @param users   all users of these
 * @param members some of the connections, those of a user together
 */
public record Present(long clients, long users, List<Member> members) {

    public Present {
        members = List.copyOf(members);
    }
}
