package io.mnemesh.intelligence.errors.mining;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Logs in several formats, written for this test: the lines of each block below belong together. */
class LineGrouperTest {

    private static final List<List<String>> EVENTS = List.of(
            List.of(
                    "2026-11-03T08:15:02Z INFO [worker-3] o.e.Shop - Order 88120 accepted in 12 ms",
                    "2026-11-03T08:15:09Z INFO [worker-11] o.e.Shop - Order 88121 accepted in 7 ms",
                    "2026-11-03T08:16:44Z INFO [worker-3] o.e.Shop - Order 88140 accepted in 1.4 s"),
            List.of(
                    "2026-11-03T08:15:03Z INFO [worker-3] o.e.Shop - Order 88120 refused in 12 ms",
                    "2026-11-03T08:19:31Z INFO [worker-8] o.e.Shop - Order 88177 refused in 3 ms"),
            List.of(
                    "Nov  3 08:15:02 quay7 sshd[2112]: Failed password for root from 203.0.113.7 port 51122 ssh2",
                    "Nov  3 08:15:04 quay7 sshd[2113]: Failed password for root from 203.0.113.9 port 40112 ssh2"),
            List.of("Nov  3 08:17:10 quay7 kernel: eth0 link is up", "Nov  4 01:00:00 quay7 kernel: eth1 link is up"),
            List.of(
                    "Nov  3 08:17:02 quay7 kernel: eth0 link is down",
                    "Nov  4 00:58:00 quay7 kernel: eth1 link is down"),
            List.of(
                    "[instance: 3f1c9e10-77aa-4d0c-9c1e-0a4c7d3b2a11] VM Started",
                    "[instance: 0b7d2f55-1e40-4c51-8b8d-94a5e6c7d8e9] VM Started"),
            List.of(
                    "[instance: 3f1c9e10-77aa-4d0c-9c1e-0a4c7d3b2a11] VM Paused",
                    "[instance: 77777777-1e40-4c51-8b8d-94a5e6c7d8e9] VM Paused"),
            List.of("[instance: 3f1c9e10-77aa-4d0c-9c1e-0a4c7d3b2a11] VM Resumed"),
            List.of("[instance: 3f1c9e10-77aa-4d0c-9c1e-0a4c7d3b2a11] VM Stopped"),
            List.of("[instance: 3f1c9e10-77aa-4d0c-9c1e-0a4c7d3b2a11] VM Deleted"),
            List.of(
                    "session opened for user anna by (uid=0)",
                    "session opened for user bert by (uid=0)",
                    "session opened for user cleo by (uid=501)",
                    "session opened for user dora by (uid=0)"),
            List.of(
                    "GET https://shop.example.com/cart/7781?lang=de -> 502 (312 bytes, 30.01 s)",
                    "GET https://api.example.org/v2/cart/1 -> 504 (0 bytes, 60.00 s)"),
            List.of(
                    "upload /var/data/in/a9/part-0007.bin: 5242880 bytes (5.00 MB) sent, lifetime 00:12",
                    "upload /srv/x.bin: 900 bytes sent, lifetime <1 sec",
                    "upload C:\\temp\\in\\y.bin: 20480 bytes (20.0 KB) sent, lifetime 01:40"),
            List.of(
                    "cannot read block blk_-3886504906413966 at 10.4.2.17:50010: checksum 0x7fa3 expected deadbeef",
                    "cannot read block blk_1608999687919862906 at 10.4.2.99:50010: checksum 0x11 expected cafebabe"),
            List.of(
                    "level=warn msg=\"queue is full\" queue=mail depth=1000",
                    "level=warn msg=\"queue is full\" queue=mail depth=20"));

    @Test
    void shouldKeepEachEventTogetherAndApart() {
        assertGroups(lines(), EVENTS);
    }

    @Test
    void shouldFindTheSameGroupsInAnyOrder() {
        for (int seed = 0; seed < 20; seed++) {
            List<String> shuffled = new ArrayList<>(lines());
            Collections.shuffle(shuffled, new Random(seed));

            assertGroups(shuffled, EVENTS);
        }
    }

    @Test
    void shouldSayWhatVaries() {
        var grouper = new LineGrouper();

        EVENTS.get(10).forEach(grouper::accept);

        assertThat(grouper.template(grouper.groups()[0])).isEqualTo("session opened for user <*> by (uid=<*>)");
    }

    @Test
    void shouldKeepWordsApartWhileThereIsLittleEvidence() {
        var grouper = new LineGrouper();

        grouper.accept("cannot write index orders to disk");
        grouper.accept("cannot write journal orders to disk");

        assertThat(grouper.groups()).containsExactly(0, 1);
    }

    private static List<String> lines() {
        return EVENTS.stream().flatMap(List::stream).toList();
    }

    private static void assertGroups(List<String> lines, List<List<String>> events) {
        var grouper = new LineGrouper();
        lines.forEach(grouper::accept);
        int[] groups = grouper.groups();
        Map<Integer, Set<String>> found = new LinkedHashMap<>();
        for (int i = 0; i < groups.length; i++) {
            found.computeIfAbsent(groups[i], group -> new HashSet<>()).add(lines.get(i));
        }
        assertThat(found.values())
                .containsExactlyInAnyOrderElementsOf(
                        events.stream().<Set<String>>map(HashSet::new).toList());
    }
}
