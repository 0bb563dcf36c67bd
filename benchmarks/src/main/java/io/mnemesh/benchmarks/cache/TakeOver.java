package io.mnemesh.benchmarks.cache;

import io.mnemesh.benchmarks.Figures;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A process is killed in the middle of a load that the last one waits for. */
record TakeOver(List<ChildProcess> processes) {

    /** Long enough for the other process to have found out that somebody loads. */
    private static final long BEFORE_KILL_MILLIS = 200;

    /** Each process but the last is killed once. */
    void measure(boolean quick, Figures figures) throws IOException, InterruptedException {
        var table = new Table("Load whose holder is killed", "Loaded by another one after ms", "Failed calls of L2");
        ChildProcess waiting = processes.getLast();
        int times = quick ? 1 : processes.size() - 1;
        long longest = 0;
        int disturbed = 0;
        for (int i = 0; i < times; i++) {
            ChildProcess holder = processes.get(i);
            String key = "held-" + i;
            holder.say("hold " + key);
            holder.await("holding");
            waiting.say("load " + key);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(BEFORE_KILL_MILLIS));
            long killedAt = System.nanoTime();
            holder.kill();
            long failures = waiting.nextNumbers()[0];
            long millis = (System.nanoTime() - killedAt) / 1_000_000;
            table.row(key, millis, failures);
            longest = Math.max(longest, millis);
            disturbed += failures > 0 ? 1 : 0;
        }
        table.print(figures.out());
        figures.out().println();
        figures.keep("holder_killed_times", times);
        figures.keep("holder_killed_disturbed", disturbed);
        figures.keep("holder_killed_next_load_ms", longest);
    }
}
