package io.mnemesh.mesh.stream;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;

/** State of the event log and of its consumer groups. */
public interface StreamStats {

    /** Every partition with every group. */
    Uni<List<PartitionStats>> partitions();

    /** Every partition as one group sees it, also before the group has read anything. */
    Uni<List<GroupStats>> group(String group);

    /**
     * @param length  entries retained
     * @param firstId oldest retained entry, or empty
     * @param lastId  newest entry there ever was
     */
    record PartitionStats(int partition, long length, String firstId, String lastId, List<GroupStats> groups) {}

    /**
     * @param unread       entries not yet delivered
     * @param pending      entries delivered and not yet acknowledged
     * @param oldestUnread age of the oldest entry that is unread or pending; zero if there is none
     * @param deadLetters  entries set aside
     * @param redeliveries dead letters waiting to be handled once more
     */
    record GroupStats(
            String group,
            int partition,
            long unread,
            long pending,
            Duration oldestUnread,
            long deadLetters,
            long redeliveries) {

        /** Entries the group has not dealt with. */
        public long backlog() {
            return unread + pending + redeliveries;
        }
    }
}
